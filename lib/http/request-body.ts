import { IncomingMessage } from 'node:http'
import { AppError } from '@/lib/errors'
import { isApiPath } from './api-paths'

const KB = 1_024
const API_BYTES = 32 * KB
const PAGE_BYTES = 64 * KB
const PICTURE_BYTES = 6 * KB * KB
const PICTURE_PATH = '/profile/picture'

// A body must be complete after this time, or keep coming at a rate that a poor mobile line still reaches.
const PATIENCE_MS = 10_000
const RATE_CHECK_MS = 5_000
const MIN_BYTES_PER_CHECK = 20 * KB
const DRAIN_MS = 2_000

/** The largest body this path takes; only a form with files may use the picture's. */
export function bodyLimit(pathname: string, contentType = ''): number {
  if (isApiPath(pathname)) return API_BYTES
  return pathname === PICTURE_PATH && contentType.startsWith('multipart/form-data') ? PICTURE_BYTES : PAGE_BYTES
}

export function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
}

/**
 * Reads the whole body, by our own counter: over the limit it is refused, never cut.
 *
 * @throws AppError payload_too_large: announced or sent more than the limit
 * @throws AppError bad_request: came too slowly, or broke off
 */
export function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > limit) {
    return discardRest(request).then(() => Promise.reject(new AppError('payload_too_large')))
  }
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let received = 0
    let receivedAtLastCheck = 0
    let timer = setTimeout(checkRate, PATIENCE_MS)

    function stop(error?: AppError) {
      clearTimeout(timer)
      request.off('data', take).off('end', finish).off('error', breakOff).off('close', breakOff)
      if (error) void discardRest(request).then(() => reject(error))
    }
    function checkRate() {
      if (received - receivedAtLastCheck < MIN_BYTES_PER_CHECK) return stop(new AppError('bad_request'))
      receivedAtLastCheck = received
      timer = setTimeout(checkRate, RATE_CHECK_MS)
    }
    function take(chunk: Buffer) {
      received += chunk.length
      if (received > limit) stop(new AppError('payload_too_large'))
      else chunks.push(chunk)
    }
    function finish() {
      stop()
      resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks))
    }
    function breakOff() {
      stop(new AppError('bad_request'))
    }
    request.on('data', take).on('end', finish).on('error', breakOff).on('close', breakOff)
  })
}

/**
 * Lets the rest of a refused body pass by, for a moment: closing at once would reset the connection, and the
 * client would never see the answer.
 */
function discardRest(request: IncomingMessage): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(finish, DRAIN_MS)
    function finish() {
      clearTimeout(timer)
      if (!request.complete) setTimeout(() => request.socket.destroy(), DRAIN_MS).unref()
      resolve()
    }
    request.on('error', finish).on('end', finish).on('close', finish).resume()
  })
}

/** The same request with its body already in memory, for a reader that wants a stream. */
export function withBody(request: IncomingMessage, body: Buffer): IncomingMessage {
  const copy = new IncomingMessage(request.socket)
  copy.method = request.method
  copy.url = request.url
  copy.headers = request.headers
  copy.rawHeaders = request.rawHeaders
  copy.httpVersion = request.httpVersion
  copy.httpVersionMajor = request.httpVersionMajor
  copy.httpVersionMinor = request.httpVersionMinor
  copy.complete = true
  copy.push(body)
  copy.push(null)
  return copy
}
