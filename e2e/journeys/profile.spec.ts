import sharp from 'sharp'
import { limits } from '@/lib/limits/limits'
import { expect, test } from '../fixtures'
import { origins } from '../ports'

test('a picture is re-encoded, turned upright and freed of its metadata; then it is removed', async ({
  page,
  t,
  newUser,
  signIn,
}) => {
  await signIn(await newUser())
  await page.goto('/profile')
  // As large as a telephone's: noise cannot be compressed away.
  const noise = { type: 'gaussian', mean: 128, sigma: 40 } as const
  const photo = await sharp({ create: { width: 2_400, height: 1_600, channels: 3, background: '#0b6b4f', noise } })
    .withExif({ IFD0: { Copyright: 'secret place' }, IFD3: { GPSLatitudeRef: 'N' } })
    .withMetadata({ orientation: 6 })
    .jpeg({ quality: 95 })
    .toBuffer()
  expect(photo.byteLength).toBeGreaterThan(1_000_000)
  await page
    .getByLabel(t('account.profile.choosePicture'))
    .setInputFiles({ name: 'me.jpg', mimeType: 'image/jpeg', buffer: photo })
  await page.getByRole('button', { name: t('account.profile.uploadPicture') }).click()
  await expect(page.getByText(t('account.profile.pictureSaved'))).toBeVisible()

  const response = await page.request.get('/profile/picture')
  expect(response.headers()['cache-control']).toContain('no-store')
  const { format, width, height, exif, orientation } = await sharp(await response.body()).metadata()
  expect({ format, width, height, exif, orientation }).toEqual({
    format: 'webp',
    width: 256,
    height: 256,
    exif: undefined,
    orientation: undefined,
  })
  await page.getByRole('button', { name: t('account.profile.removePicture') }).click()
  await expect(page.getByText(t('account.profile.pictureRemoved'))).toBeVisible()
  expect((await page.request.get('/profile/picture')).status()).toBe(404)
})

test('a file that is no picture is refused with a reason', async ({ page, t, newUser, signIn }) => {
  await signIn(await newUser())
  await page.goto('/profile')
  const buffer = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')
  await page
    .getByLabel(t('account.profile.choosePicture'))
    .setInputFiles({ name: 'me.png', mimeType: 'image/png', buffer })
  await page.getByRole('button', { name: t('account.profile.uploadPicture') }).click()
  await expect(page.getByText(t('problems.codes.picture_not_readable'))).toBeVisible()
})

test('an upload that is cut off is told, and above the limit when to come back', async ({
  page,
  t,
  newUser,
  signIn,
}) => {
  await signIn(await newUser())
  const post = (upload: Parameters<typeof page.request.post>[1]) => {
    const headers = { origin: origins.application, ...upload?.headers }
    return page.request.post('/profile/picture', { ...upload, headers, maxRedirects: 0 })
  }
  const multipart = { 'content-type': 'multipart/form-data; boundary=cut' }
  const cutOff = await post({ headers: multipart, data: '--cut\r\ncontent-disposition: form-data; name="pic' })
  expect(cutOff.status()).toBe(303)
  await page.goto(cutOff.headers().location ?? '')
  await expect(page.getByText(t('problems.codes.bad_request'))).toBeVisible()

  const file = { name: 'me.png', mimeType: 'image/png', buffer: Buffer.from('no picture') }
  for (let sent = 0; sent < limits.picture.account.points; sent += 1) await post({ multipart: { picture: file } })
  await page.getByLabel(t('account.profile.choosePicture')).setInputFiles(file)
  await page.getByRole('button', { name: t('account.profile.uploadPicture') }).click()
  await expect(page.getByText(t('problems.codes.too_many_requests'))).toContainText(/\d/)
})

test('the language of the profile wins over that of the browser, and the switch changes both', async ({
  page,
  locale,
  newUser,
  signIn,
}) => {
  await signIn(await newUser())
  await page.goto('/profile')
  const html = page.locator('html')
  const [own, other] = locale?.startsWith('ko') ? ['ko', 'en'] : ['en', 'ko']
  await expect(html).toHaveAttribute('lang', own)
  await page.getByRole('button', { name: other === 'ko' ? '한국어' : 'English', exact: true }).click()
  await expect(html).toHaveAttribute('lang', other)
  await expect(page).toHaveURL(/\/profile$/)
  await expect(page.locator('select[name=locale]')).toHaveValue(other)
  await page.context().clearCookies({ name: 'locale' })
  await page.reload()
  await expect(html).toHaveAttribute('lang', other)
})

test('the appearance is chosen on any page and stays', async ({ page, t }) => {
  await page.goto('/signup')
  await page.getByRole('button', { name: t('common.themeName.dark'), exact: true }).click()
  const html = page.locator('html')
  await expect(html).toHaveAttribute('data-theme', 'dark')
  await expect(page).toHaveURL(/\/signup$/)
  await page.goto('/login')
  await expect(html).toHaveAttribute('data-theme', 'dark')
})

test('without JavaScript a page says that everything works all the same', async ({ page, t, javaScriptEnabled }) => {
  await page.goto('/login')
  // By element: Playwright never looks for text in `noscript`.
  const note = page.locator('noscript p').filter({ visible: true })
  await expect(note).toHaveCount(javaScriptEnabled ? 0 : 1)
  if (!javaScriptEnabled) expect(await note.textContent()).toBe(t('common.withoutScripts'))
})
