import sharp from 'sharp'
import { expect, test } from 'vitest'
import { MAX_WAITING, renderPicture } from './render-picture'

const red = { r: 255, g: 0, b: 0 }
const blank = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: red }, limitInputPixels: false })

test.each(['jpeg', 'png', 'webp', 'gif', 'avif'] as const)(
  'a %s becomes a WebP of 256 by 256 pixels',
  async (format) => {
    const picture = await renderPicture(await blank(600, 300).toFormat(format).toBuffer())
    expect(await sharp(picture).metadata()).toMatchObject({ format: 'webp', width: 256, height: 256 })
  },
)

test('a picture is turned as its EXIF says, and no EXIF, GPS or comment is left', async () => {
  const topRed = sharp({ create: { width: 300, height: 300, channels: 3, background: { r: 0, g: 0, b: 255 } } })
    .composite([{ input: await blank(300, 150).png().toBuffer(), top: 0, left: 0 }])
    .withExif({ IFD0: { Copyright: 'a secret' }, IFD3: { GPSLatitude: '37/1 33/1 0/1' } })
  const upsideDown = sharp(await topRed.jpeg().toBuffer()).withMetadata({ orientation: 3 })
  const photo = await upsideDown.jpeg().toBuffer()
  expect(await sharp(photo).metadata()).toMatchObject({ orientation: 3, exif: expect.anything() })

  const picture = await renderPicture(photo)
  const { exif, icc, xmp, orientation } = await sharp(picture).metadata()
  expect({ exif, icc, xmp, orientation }).toEqual({})
  expect(Buffer.from(picture).includes('a secret')).toBe(false)
  const bottom = await sharp(picture).extract({ left: 0, top: 192, width: 256, height: 64 }).toBuffer()
  expect((await sharp(bottom).stats()).dominant.r).toBeGreaterThan(200)
})

const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><rect width="10" height="10"/></svg>'

test.each([
  ['empty', async () => Buffer.alloc(0)],
  ['text', async () => Buffer.from('<html><script>alert(1)</script></html>')],
  ['an SVG', async () => Buffer.from(svg)],
  ['a TIFF', () => blank(10, 10).tiff().toBuffer()],
  ['cut off', async () => (await blank(400, 400).png().toBuffer()).subarray(0, 200)],
  ['more than 50 megapixels', () => blank(10_000, 6_000).png({ compressionLevel: 9 }).toBuffer()],
])('a file that is %s is refused as not readable', async (_, make) => {
  await expect(renderPicture(await make())).rejects.toMatchObject({ code: 'picture_not_readable' })
})

test('however many come at once, one is read at a time, and those that would wait too long are refused', async () => {
  const photo = await blank(2_000, 1_000).png().toBuffer()
  const busy: number[] = []
  const look = () => busy.push(sharp.counters().queue + sharp.counters().process)
  sharp.queue.on('change', look)
  const outcomes = await Promise.allSettled(Array.from({ length: MAX_WAITING + 4 }, () => renderPicture(photo)))
  sharp.queue.off('change', look)
  expect(Math.max(...busy)).toBe(1)
  const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []))
  expect(refused).toMatchObject(Array(3).fill({ code: 'unavailable', retryAfterSeconds: expect.any(Number) }))
  await expect(renderPicture(Buffer.alloc(0))).rejects.toMatchObject({ code: 'picture_not_readable' })
  expect(await renderPicture(photo)).toBeInstanceOf(Uint8Array)
})
