import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { log } from '@/lib/log'
import { processWide } from '@/lib/process-wide'
import { listenForRevocations } from './revocation-listener'
import {
  findEndOfSession,
  findRecentRevocations,
  findRevocationsOf,
  type RevocationRow,
  type RevocationSubject,
} from './revocation-store'

const POLL_EVERY_MS = 400
/** The stated bound: memory is believed while the last complete poll began at most this long ago. */
const MAX_AGE_MS = 1_000
// Rows commit out of order, so each poll reads again what a slow transaction may have added since.
const OVERLAP_MARGIN_SECONDS = 10
const PRUNE_EVERY_MS = 60_000
const DAY_SECONDS = 86_400

type Feed = {
  revocations: Map<string, { reason: string; at: Date }>
  lastPollAt: number
  lastPruneAt: number
  timer: NodeJS.Timeout | null
  isPolling: boolean
  /** Another process has told of something since the poll that is under way began. */
  hasNews: boolean
  listener: { stop(): Promise<void> } | null
  onKeyPulled: (() => void)[]
}

const feed = processWide<Feed>('revocation-feed', () => ({
  revocations: new Map(),
  lastPollAt: Number.NEGATIVE_INFINITY,
  lastPruneAt: 0,
  timer: null,
  isPolling: false,
  hasNews: false,
  listener: null,
  onKeyPulled: [],
}))

/** Loads what was revoked and still matters, then keeps it up to date by polling, sooner when another process tells. */
export async function startRevocationFeed(): Promise<void> {
  if (feed.timer) return
  await poll(relevantSeconds())
  feed.timer = setTimeout(pollAgain, POLL_EVERY_MS).unref()
  feed.listener = listenForRevocations(pollSoon)
}

export function stopRevocationFeed(): void {
  if (feed.timer) clearTimeout(feed.timer)
  feed.timer = null
  feed.lastPollAt = Number.NEGATIVE_INFINITY
  void feed.listener?.stop()
  feed.listener = null
}

/** Applies a revocation in this process at once; the others read it from the log. */
export function applyRevocation({ subject, subjectId, reason, at }: RevocationRow): void {
  const name = nameOf(subject, subjectId)
  const known = feed.revocations.get(name)
  if (!known || known.at < at) feed.revocations.set(name, { reason, at })
  if (!known && subject === 'key') for (const tell of feed.onKeyPulled) tell()
}

/** Calls this whenever the process learns that a signing key was pulled, here or elsewhere. */
export function onKeyPulled(tell: () => void): void {
  feed.onKeyPulled.push(tell)
}

/** Whether memory is as young as the bound demands; false also where no feed was started. */
export function isFeedFresh(): boolean {
  return performance.now() - feed.lastPollAt <= MAX_AGE_MS
}

/** What a token stands on; any of it may have been revoked. */
export type TokenGround = {
  sessionId?: string | undefined
  userId?: string | undefined
  keyId?: string | undefined
  /** It lives longer than ours do, and so than a feed remembers. */
  isLongLived?: boolean
  /** Asked for only where the person has a revocation, and of one that lives long. */
  issuedAt: () => Date
}

/**
 * Finds why a token is refused before its time, or null. From memory while the feed is fresh, else from the database.
 * @throws AppError unavailable: neither can tell
 */
export function findRevocation(ground: TokenGround): string | null | Promise<string | null> {
  if (ground.isLongLived) return findOfLongLived(ground)
  return isFeedFresh() ? findInMemory(ground) : findInDatabase(ground, relevantSeconds())
}

/** Whether this process knows that a signing key was pulled. */
export function isKeyPulled(keyId: string): boolean {
  return feed.revocations.has(nameOf('key', keyId))
}

function findInMemory(ground: TokenGround): string | null {
  const { revocations } = feed
  if (revocations.size === 0) return null
  for (const [subject, subjectId] of subjectsOf(ground)) {
    const revocation = revocations.get(nameOf(subject, subjectId))
    if (revocation && isMeant(subject, revocation.at, ground)) return revocation.reason
  }
  return null
}

// The row of its session says for good whether that ended; for a token that names none there is only the log.
async function findOfLongLived(ground: TokenGround): Promise<string | null> {
  if (ground.sessionId) return orUnavailable(findEndOfSession(ground.sessionId))
  if (ground.issuedAt().getTime() < Date.now() - revocationsKeptSeconds() * 1_000) return 'forgotten'
  return findInDatabase(ground, revocationsKeptSeconds())
}

async function orUnavailable<T>(query: Promise<T>): Promise<T> {
  try {
    return await query
  } catch (cause) {
    throw new AppError('unavailable', { retryAfterSeconds: 1, cause })
  }
}

async function findInDatabase(ground: TokenGround, seconds: number): Promise<string | null> {
  const subjects = subjectsOf(ground)
  const ids = subjects.map(([, subjectId]) => subjectId)
  const rows = await orUnavailable(findRevocationsOf(ids, seconds))
  const found = rows.find(({ subject, subjectId, at }) => {
    return subjects.some(([kind, id]) => kind === subject && id === subjectId) && isMeant(subject, at, ground)
  })
  return found?.reason ?? findInMemory(ground)
}

// A session or a key ends for good; a person's tokens are refused only if they are older than the revocation.
function isMeant(subject: RevocationSubject, at: Date, { issuedAt }: TokenGround): boolean {
  return subject === 'session' || subject === 'key' || issuedAt() <= at
}

function subjectsOf({ sessionId, userId, keyId }: TokenGround): [RevocationSubject, string][] {
  const subjects: [RevocationSubject, string][] = []
  if (sessionId) subjects.push(['session', sessionId])
  if (userId) subjects.push(['user', userId])
  if (userId && !sessionId) subjects.push(['sessionless', userId])
  if (keyId) subjects.push(['key', keyId])
  return subjects
}

function nameOf(subject: RevocationSubject, subjectId: string): string {
  return `${subject}:${subjectId}`
}

/** Nothing older than the longest access token, and what a slow transaction may hide, can matter. */
function relevantSeconds(): number {
  return env.ACCESS_TOKEN_SECONDS + env.TOKEN_LEEWAY_SECONDS + overlapSeconds()
}

/** How long the log is kept, which is a day longer than any process needs it for tokens of our own. */
export function revocationsKeptSeconds(): number {
  return Math.max(2 * DAY_SECONDS, env.ACCESS_TOKEN_SECONDS + env.TOKEN_LEEWAY_SECONDS + DAY_SECONDS)
}

function overlapSeconds(): number {
  return (2 * env.DATABASE_STATEMENT_TIMEOUT_MS) / 1000 + OVERLAP_MARGIN_SECONDS
}

function pollSoon(): void {
  feed.hasNews = true
  if (!feed.timer || feed.isPolling) return
  clearTimeout(feed.timer)
  feed.timer = setTimeout(pollAgain, 0).unref()
}

async function pollAgain(): Promise<void> {
  const hadFeed = isFeedFresh()
  Object.assign(feed, { isPolling: true, hasNews: false })
  try {
    // After a gap the whole span is read again, as at the start.
    await poll(hadFeed ? overlapSeconds() : relevantSeconds())
    prune()
  } catch (error) {
    if (hadFeed) log.warn({ error }, 'the revocation feed could not be read')
  }
  feed.isPolling = false
  if (feed.timer) feed.timer = setTimeout(pollAgain, feed.hasNews ? 0 : POLL_EVERY_MS).unref()
}

async function poll(seconds: number): Promise<void> {
  const startedAt = performance.now()
  for (const row of await findRecentRevocations(seconds)) applyRevocation(row)
  feed.lastPollAt = startedAt
}

function prune(): void {
  if (performance.now() - feed.lastPruneAt < PRUNE_EVERY_MS) return
  feed.lastPruneAt = performance.now()
  const oldest = Date.now() - 2 * relevantSeconds() * 1000
  for (const [name, { at }] of feed.revocations) if (at.getTime() < oldest) feed.revocations.delete(name)
}
