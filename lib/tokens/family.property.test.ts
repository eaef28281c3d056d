import fc from 'fast-check'
import { Pool } from 'pg'
import { afterAll, expect, test } from 'vitest'
import { changePassword } from '@/lib/accounts/change-password'
import { deactivateUser } from '@/lib/accounts/deactivate-user'
import { env } from '@/lib/env'
import { isOutage } from '@/lib/http/outage'
import { newTokens, testClient } from '@/lib/testing/api'
import { isLong } from '@/lib/testing/long'
import { blacklistToken } from './blacklist-token'
import { refreshTokens } from './refresh-tokens'
import { verifyToken } from './verify-token'

const RUNS = isLong ? 10_000 : 200
const MAX_RETRIES = 20

const honestMoves = ['refresh', 'lose_answer', 'wait', 'wait_past_grace', 'kill'] as const
const hostileMoves = [...honestMoves, 'replay', 'replay', 'blacklist', 'disable', 'change_password'] as const

type Move = { act: (typeof hostileMoves)[number]; pick: number }

// What stands together happens at once.
const game = (acts: readonly Move['act'][]) =>
  fc.array(fc.array(fc.record({ act: fc.constantFrom(...acts), pick: fc.nat(99) }), { minLength: 1, maxLength: 3 }), {
    minLength: 3,
    maxLength: 10,
  })

const SECONDS: Partial<Record<Move['act'], number>> = { wait: 1, wait_past_grace: 15 }

const LIVE_SQL = `
  SELECT t.jti, s.refresh_jti AS head FROM outstanding_tokens t JOIN sessions s ON s.id = t.session_id
   WHERE t.user_id = $1 AND t.rotated_at IS NULL AND t.blacklisted_at IS NULL AND s.revoked_at IS NULL`

// One connection, which spares itself, for one question at a time.
const killer = new Pool({ connectionString: process.env.DATABASE_URL, max: 1 })
afterAll(() => killer.end())

test('an honest client is never signed out: it refreshes once at a time and retries lost answers', async () => {
  await fc.assert(
    fc.asyncProperty(game(honestMoves), async (batches) => {
      const family = await Family.start()
      for (const batch of batches) await family.play(batch)
      expect(family.failures).toEqual([])
      await family.expectOneLiveBranch()
    }),
    { numRuns: RUNS / 2 },
  )
}, 3_600_000)

test('D-03 whatever is refreshed, replayed, revoked and killed at once, a family never forks and nothing survives its end', async () => {
  await fc.assert(
    fc.asyncProperty(game(hostileMoves), async (batches) => {
      const family = await Family.start()
      for (const batch of batches) {
        await family.play(batch)
        await family.expectOneLiveBranch()
      }
      await family.expectNothingSurvivesItsEnd()
    }),
    { numRuns: RUNS },
  )
}, 3_600_000)

/** One family of refresh tokens, with everything that anybody ever got of it. */
class Family {
  readonly failures: unknown[] = []
  private seconds = 0
  private hasEnded = false
  /** The second in which each token was first traded, as far as its answer arrived. */
  private readonly retiredAt = new Map<string, number>()

  private constructor(
    private readonly user: { id: string; email: string },
    private readonly start: Date,
    private current: string,
    private readonly refreshes: string[],
    private readonly accesses: string[],
  ) {}

  static async start(): Promise<Family> {
    const start = new Date()
    const { user, access, refresh } = await whenReachable(() => newTokens(start))
    return new Family(user, start, refresh, [refresh], [access])
  }

  private get now(): Date {
    return new Date(this.start.getTime() + this.seconds * 1_000)
  }

  async play(batch: Move[]): Promise<void> {
    // An honest client sends one refresh at a time.
    const own = batch.find(({ act }) => act === 'refresh' || act === 'lose_answer')
    const others = batch.filter(({ act }) => act !== 'refresh' && act !== 'lose_answer')
    await Promise.all([own && this.refreshHonestly(own), ...others.map((move) => this.take(move))])
    this.hasEnded ||= await this.isRevoked()
    // Time passes between the batches: an answer that is lost in one is asked for again in the same.
    for (const { act } of batch) this.seconds += SECONDS[act] ?? 0
  }

  private async refreshHonestly({ act }: Move): Promise<void> {
    try {
      if (act === 'lose_answer') await this.refreshUntilAnswered()
      this.current = await this.refreshUntilAnswered()
    } catch (error) {
      this.failures.push(error)
    }
  }

  private refreshUntilAnswered(): Promise<string> {
    return whenReachable(() => this.refresh(this.current))
  }

  private async refresh(token: string): Promise<string> {
    const { access, refresh = '' } = await refreshTokens({ refresh: token }, testClient, this.now)
    this.accesses.push(access)
    this.refreshes.push(refresh)
    if (!this.retiredAt.has(token)) this.retiredAt.set(token, this.seconds)
    return refresh
  }

  private async take({ act, pick }: Move): Promise<void> {
    const chosen = this.refreshes[pick % this.refreshes.length] ?? ''
    if (act === 'kill') await killConnections()
    if (act === 'replay') await this.replay(chosen)
    if (act === 'blacklist') await this.end(() => blacklistToken({ refresh: chosen }, testClient, this.now))
    if (act === 'disable') await this.end(() => deactivateUser(this.user.email, testClient, this.now))
    if (act === 'change_password') await this.end(() => this.changePassword())
  }

  /** The thief's own connection may break too; then they ask again. */
  private async replay(token: string): Promise<void> {
    const isLate = this.seconds - (this.retiredAt.get(token) ?? this.seconds) >= env.REFRESH_GRACE_SECONDS
    const [answer] = await Promise.allSettled([whenReachable(() => this.refresh(token))])
    if (!isLate) return
    expect(answer).toMatchObject({ status: 'rejected', reason: { code: 'token_not_valid' } })
    expect(await this.isRevoked(), 'a token that came back after the grace has ended its family').toBe(true)
  }

  private async isRevoked(): Promise<boolean> {
    const { rows } = await killer.query('SELECT FROM sessions WHERE user_id = $1 AND revoked_at IS NULL', [
      this.user.id,
    ])
    return rows.length === 0
  }

  private changePassword(): Promise<unknown> {
    const newPassword = 'copper lantern seventeen'
    const change = {
      actor: { user: this.user, sessionId: undefined },
      currentPassword: undefined,
      newPassword,
      locale: 'en',
    }
    return changePassword(change, testClient, this.now)
  }

  private async end(act: () => Promise<unknown>): Promise<void> {
    const isDone = await act().then(
      () => true,
      () => false,
    )
    this.hasEnded ||= isDone
  }

  async expectOneLiveBranch(): Promise<void> {
    const { rows } = await killer.query(LIVE_SQL, [this.user.id])
    expect(rows.length).toBeLessThanOrEqual(1)
    for (const { jti, head } of rows) expect(jti).toBe(head)
  }

  async expectNothingSurvivesItsEnd(): Promise<void> {
    if (!this.hasEnded) return
    const refused = { code: 'token_not_valid' }
    for (const token of [...this.refreshes]) {
      await expect(whenReachable(() => this.refresh(token))).rejects.toMatchObject(refused)
    }
    for (const token of this.accesses) {
      await expect(whenReachable(() => verifyToken({ token }, this.now))).rejects.toMatchObject(refused)
    }
  }
}

async function whenReachable<T>(run: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await run()
    } catch (error) {
      if (!isOutage(error) || tries === MAX_RETRIES) throw error
    }
  }
}

/** What the database sees of a process that is killed: its connections break, whatever they were doing. */
async function killConnections(): Promise<void> {
  await killer.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`,
  )
}
