const ANDROID = 'Mozilla/5.0 (Linux; Android 14; SM-S918N; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0'
const CHROME = 'Chrome/126.0.0.0 Mobile Safari/537.36'
const IPHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)'

const kakaoTalk = (url: string) => `kakaotalk://web/openExternal?url=${encodeURIComponent(url)}`
const line = (url: string) => `${url}&openExternalBrowser=1`
const intent = (url: string) => `${url.replace('http:', 'intent:')}#Intent;scheme=http;end`
const none = () => null

type InAppBrowser = {
  app: string
  system: 'Android' | 'iOS'
  userAgent: string
  /** What opens an address with a query in the browser of the phone. */
  linkTo: (url: string) => string | null
}

/** The browsers inside of apps, as they call themselves. */
export const inAppBrowsers: InAppBrowser[] = [
  { app: 'KakaoTalk', system: 'Android', userAgent: `${ANDROID} ${CHROME};KAKAOTALK 2410850`, linkTo: kakaoTalk },
  { app: 'KakaoTalk', system: 'iOS', userAgent: `${IPHONE} Mobile/15E148 KAKAOTALK 10.8.5`, linkTo: kakaoTalk },
  {
    app: 'Naver',
    system: 'Android',
    userAgent: `${ANDROID} ${CHROME} NAVER(inapp; search; 2000; 12.6.3)`,
    linkTo: intent,
  },
  {
    app: 'Naver',
    system: 'iOS',
    userAgent: `${IPHONE} Version/17.0 Mobile/15E148 Safari/604.1 NAVER(inapp; search; 2000; 12.6.3; 15PROMAX)`,
    linkTo: none,
  },
  { app: 'LINE', system: 'Android', userAgent: `${ANDROID} ${CHROME} Line/14.9.0/IAB`, linkTo: line },
  { app: 'LINE', system: 'iOS', userAgent: `${IPHONE} Mobile/15E148 Safari Line/14.8.0`, linkTo: line },
  {
    app: 'Instagram',
    system: 'Android',
    userAgent: `${ANDROID} ${CHROME} Instagram 335.0.0.29.98 Android (34/14; 450dpi; 1080x2115; samsung; SM-S918N; en_US)`,
    linkTo: intent,
  },
  {
    app: 'Instagram',
    system: 'iOS',
    userAgent: `${IPHONE} Mobile/15E148 Instagram 335.0.0.29.98 (iPhone15,3; iOS 17_5; en_US)`,
    linkTo: none,
  },
  {
    app: 'Facebook',
    system: 'Android',
    userAgent: `${ANDROID} ${CHROME} [FB_IAB/FB4A;FBAV/470.0.0.37.100;]`,
    linkTo: intent,
  },
  {
    app: 'Facebook',
    system: 'iOS',
    userAgent: `${IPHONE} Mobile/15E148 [FBAN/FBIOS;FBAV/470.1.0.43.103;FBBV/613]`,
    linkTo: none,
  },
]
