import sharp from 'sharp'
import { AppError } from '@/lib/errors'
import { processWide } from '@/lib/process-wide'

const SIDE_PIXELS = 256
const MAX_INPUT_PIXELS = 50_000_000
/** How many wait for their turn; each holds the whole file. */
export const MAX_WAITING = 8
const RETRY_AFTER_SECONDS = 10
const READABLE = new Set(['jpeg', 'png', 'webp', 'gif', 'avif', 'heif'])

/**
 * Re-encodes a picture: turned as its EXIF says, cut to a square of 256 pixels, WebP, without any metadata.
 * One at a time in this process: each takes a thread of the few that sign tokens, too.
 *
 * @throws AppError picture_not_readable: another format, broken, or more than 50 megapixels
 * @throws AppError unavailable: too many wait
 */
export function renderPicture(bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  return inTurn(() => render(bytes))
}

async function inTurn<Result>(run: () => Promise<Result>): Promise<Result> {
  const line = processWide('picture-line', () => ({ length: 0, end: Promise.resolve() }))
  if (line.length > MAX_WAITING) throw new AppError('unavailable', { retryAfterSeconds: RETRY_AFTER_SECONDS })
  line.length += 1
  const result = line.end.then(run)
  const leave = () => {
    line.length -= 1
  }
  line.end = result.then(leave, leave)
  return result
}

async function render(bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
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
