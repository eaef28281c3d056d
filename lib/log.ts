import pino from 'pino'
import { env } from './env'
import { processWide } from './process-wide'

const SECRET_NAME =
  /^(authorization|cookie|set-cookie|proxy-authorization|token|refresh|access|code|state|nonce|key|.*(password|passwd|secret|_token|token_|verifier).*)$/i
const JWT = /\beyJ[\w-]{8,}\.[\w-]+(\.[\w-]*)*/g
const SECRET_PARAMETER = /\b(code|state|token|access_token|refresh_token|id_token|password|secret)=[^&\s"']+/gi
// JSON escapes C0 itself; DEL, C1, line separators and bidirectional marks could still forge or hide a line.
const UNSAFE_CHARACTERS = /[\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g
// Most of what is logged: numbers, identifiers, paths, addresses.
const PLAIN_TEXT = /^[\w\-.:/ ]{0,63}$/
const MAX_TEXT = 2_048
const MAX_DEPTH = 4
const MAX_ENTRIES = 50

function isPlain(text: string): boolean {
  return PLAIN_TEXT.test(text) && !text.includes('eyJ')
}

function safeText(text: string): string {
  if (isPlain(text)) return text
  const capped = text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text
  return capped
    .replace(JWT, '[jwt]')
    .replace(SECRET_PARAMETER, '$1=[redacted]')
    .replace(UNSAFE_CHARACTERS, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

function safeError(error: Error, depth: number): Record<string, unknown> {
  const { name, message, stack, cause } = error
  const errorCode = 'code' in error ? error.code : undefined
  return safeRecord({ name, message, errorCode, stack, cause }, depth)
}

function safeValue(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return safeText(value)
  if (typeof value === 'bigint') return value.toString()
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Date) return value
  if (depth >= MAX_DEPTH) return '[deep]'
  if (value instanceof Error) return safeError(value, depth + 1)
  if (Array.isArray(value)) return value.slice(0, MAX_ENTRIES).map((item) => safeValue(item, depth + 1))
  return safeRecord(value, depth + 1)
}

function safeRecord(record: object, depth: number): Record<string, unknown> {
  const safe: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(record).slice(0, MAX_ENTRIES)) {
    if (value === undefined) continue
    const { text, isSecret } = judgeName(name)
    safe[text] = isSecret && typeof value !== 'number' ? '[redacted]' : safeValue(value, depth)
  }
  return safe
}

// What a request leaves in the log is nearly always like this, and then needs no copy.
function isHarmless(record: Record<string, unknown>): boolean {
  const names = Object.keys(record)
  return names.length <= MAX_ENTRIES && names.every((name) => isHarmlessName(name) && isHarmlessValue(record[name]))
}

function isHarmlessName(name: string): boolean {
  const { text, isSecret } = judgeName(name)
  return !isSecret && text === name
}

function isHarmlessValue(value: unknown): boolean {
  return typeof value === 'string' ? isPlain(value) : typeof value === 'number' || typeof value === 'boolean'
}

type NameVerdict = { text: string; isSecret: boolean }

// Nearly every name is one of ours and comes again in every line; those of strangers cannot make this grow.
const nameVerdicts = new Map<string, NameVerdict>()
const MAX_VERDICTS = 500

function judgeName(name: string): NameVerdict {
  const known = nameVerdicts.get(name)
  if (known) return known
  const verdict = { text: safeText(name), isSecret: SECRET_NAME.test(name) }
  if (nameVerdicts.size < MAX_VERDICTS) nameVerdicts.set(name, verdict)
  return verdict
}

let lastMoment = 0
let lastTime = ''

// Many lines share a millisecond on a busy server.
function isoTime(): string {
  const now = Date.now()
  if (now !== lastMoment) lastTime = `,"time":"${new Date(now).toISOString()}"`
  lastMoment = now
  return lastTime
}

/**
 * Makes a logger that writes one JSON line per entry: secrets redacted, texts capped and free of characters
 * that could forge a line.
 */
export function createLog(level: string, destination: pino.DestinationStream): pino.Logger {
  return pino(
    {
      level,
      base: { pid: process.pid },
      timestamp: isoTime,
      formatters: {
        level: (label) => ({ level: label }),
        log: (entry) => (isHarmless(entry) ? entry : safeRecord(entry, 0)),
      },
      // Ours redacts errors too; pino's own serializer would run after it.
      serializers: {},
    },
    destination,
  )
}

// Buffered: a write per line would cost more than a token check. The process flushes when it ends.
const destination = processWide('log-destination', () => pino.destination({ fd: 1, sync: false, minLength: 8_192 }))

export const log = processWide('log', () => {
  setInterval(() => destination.flush(), 1_000).unref()
  return createLog(env.LOG_LEVEL, destination)
})

/** Writes what is buffered, before the process ends. */
export function flushLog(): void {
  try {
    destination.flushSync()
  } catch {
    // A full or closed log must not keep the process from ending.
  }
}
