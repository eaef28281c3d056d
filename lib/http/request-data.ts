import { AppError } from '@/lib/errors'
import type { JsonRequest } from './json-request'

/** 32 KB, also where server.ts is not in front to count them. */
const MAX_BYTES = 32 * 1_024

// ignoreBOM keeps a byte order mark in the text, where JSON.parse refuses it.
const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const lenientUtf8 = new TextDecoder()

/**
 * Reads a body as Django REST framework does: JSON, a form or multipart by its Content-Type; no body is no fields.
 *
 * @throws AppError bad_request: not parsable
 * @throws AppError unsupported_media_type
 * @throws AppError payload_too_large
 */
export async function readRequestData(request: JsonRequest): Promise<unknown> {
  const bytes = await request.arrayBuffer()
  if (bytes.byteLength === 0) return {}
  if (bytes.byteLength > MAX_BYTES) throw new AppError('payload_too_large')
  const contentType = request.headers.get('content-type') ?? ''
  switch (contentType.split(';', 1)[0]?.trim().toLowerCase()) {
    case 'application/json':
      return parseJson(bytes)
    case 'application/x-www-form-urlencoded':
      return Object.fromEntries(new URLSearchParams(lenientUtf8.decode(bytes)))
    case 'multipart/form-data':
      return parseMultipart(bytes, contentType)
    default:
      throw new AppError('unsupported_media_type', { reason: contentType })
  }
}

function parseJson(bytes: ArrayBuffer | Uint8Array): unknown {
  try {
    return JSON.parse(strictUtf8.decode(bytes))
  } catch (cause) {
    throw new AppError('bad_request', { reason: 'json', cause })
  }
}

async function parseMultipart(bytes: ArrayBuffer | Uint8Array, contentType: string): Promise<unknown> {
  try {
    const form = await new Response(new Uint8Array(bytes), { headers: { 'content-type': contentType } }).formData()
    return Object.fromEntries(form)
  } catch (cause) {
    throw new AppError('bad_request', { reason: 'multipart', cause })
  }
}
