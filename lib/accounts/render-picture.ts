import sharp from 'sharp'
import { AppError } from '@/lib/errors'

const SIDE_PIXELS = 256
const MAX_INPUT_PIXELS = 50_000_000
const READABLE = new Set(['jpeg', 'png', 'webp', 'gif', 'avif', 'heif'])

/**
 * Re-encodes a picture: turned as its EXIF says, cut to a square of 256 pixels, WebP, without any metadata.
 * @throws AppError picture_not_readable: another format, broken, or more than 50 megapixels
 */
export async function renderPicture(bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  try {
    const picture = sharp(bytes, { limitInputPixels: MAX_INPUT_PIXELS, failOn: 'error', pages: 1 })
    const { format } = await picture.metadata()
    if (!READABLE.has(format)) throw new AppError('picture_not_readable')
    const webp = await picture
      .rotate()
      .resize(SIDE_PIXELS, SIDE_PIXELS, { fit: 'cover' })
      .webp({ quality: 82 })
      .toBuffer()
    return new Uint8Array(webp)
  } catch (cause) {
    throw new AppError('picture_not_readable', { cause })
  }
}
