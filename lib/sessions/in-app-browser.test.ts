import { expect, test } from 'vitest'
import { externalBrowserLink, findInAppBrowser } from './in-app-browser'

const ANDROID = 'Mozilla/5.0 (Linux; Android 14; SM-S918N; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0'
const CHROME = 'Chrome/126.0.0.0 Mobile Safari/537.36'
const IPHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)'
const here = 'https://id.acme.test/login?next=%2Fnotes'
const intent = 'intent://id.acme.test/login?next=%2Fnotes#Intent;scheme=https;end'
const kakao = 'kakaotalk://web/openExternal?url=https%3A%2F%2Fid.acme.test%2Flogin%3Fnext%3D%252Fnotes'

test.each([
  [`${ANDROID} ${CHROME};KAKAOTALK 2410850`, 'KakaoTalk', kakao],
  [`${IPHONE} Mobile/15E148 KAKAOTALK 10.8.5`, 'KakaoTalk', kakao],
  [`${ANDROID} ${CHROME} Line/14.9.0/IAB`, 'LINE', `${here}&openExternalBrowser=1`],
  [`${IPHONE} Mobile/15E148 Safari Line/14.8.0`, 'LINE', `${here}&openExternalBrowser=1`],
  [`${ANDROID} ${CHROME} NAVER(inapp; search; 2000; 12.6.3)`, 'Naver', intent],
  [`${IPHONE} Version/17.0 Mobile/15E148 Safari/604.1 NAVER(inapp; search; 2000; 12.6.3; 15PROMAX)`, 'Naver', null],
  [`${ANDROID} ${CHROME} [FB_IAB/FB4A;FBAV/470.0.0.37.100;]`, 'Facebook', intent],
  [`${IPHONE} Mobile/15E148 [FBAN/FBIOS;FBAV/470.1.0.43.103;FBBV/613]`, 'Facebook', null],
  [`${IPHONE} Mobile/15E148 Instagram 335.0.0.29.98 (iPhone15,3; iOS 17_5; en_US)`, 'Instagram', null],
])('%s is the browser of %s', (userAgent, app, link) => {
  const found = findInAppBrowser(userAgent)
  expect(found?.app).toBe(app)
  expect(found && externalBrowserLink(found, here)).toBe(link)
})

test.each([
  'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36',
  `${IPHONE} Version/17.5 Mobile/15E148 Safari/604.1`,
  'curl/8.5.0',
  '',
])('%j stands for itself', (userAgent) => {
  expect(findInAppBrowser(userAgent)).toBeNull()
})
