import { fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { env } from '@/lib/env'
import { applyMigrations } from '@/lib/migrations/apply-migrations'
import { createDatabase, dropDatabase } from '@/lib/testing/databases'
import { compare } from './growth/compare'
import type { Measured } from './growth/measure-size'
import type { Size } from './growth/rows'

const SMALL: Size = { users: 10_000, tokens: 20_000 }

const { values } = parseArgs({
  options: { users: { type: 'string', default: '300000' }, tokens: { type: 'string', default: '600000' } },
})
const large: Size = { users: Number(values.users), tokens: Number(values.tokens) }
if (!(large.users >= SMALL.users && large.tokens >= large.users)) {
  throw new Error(`At least ${SMALL.users} users, and at least as many tokens`)
}

const atSmall = await measureIn(SMALL)
const atLarge = await measureIn(large)
const { rows, otherPlans, tooManyPages } = compare(atSmall, atLarge, large.tokens / SMALL.tokens)
console.log(`\n${cpus().length} x ${cpus()[0]?.model}, Node ${process.versions.node}`)
console.log(`${SMALL.users} users and ${SMALL.tokens} tokens, then ${large.users} and ${large.tokens}\n`)
console.log(rows.join('\n'))
for (const finding of [...otherPlans, ...tooManyPages]) console.log(`\n${finding}`)
process.exitCode = tooManyPages.length > 0 ? 1 : 0

/** Measures in a database of its own, by a process of its own: a process has one pool. */
async function measureIn({ users, tokens }: Size): Promise<Measured[]> {
  const url = await createDatabase(`latchkey_growth_${randomBytes(6).toString('hex')}`)
  try {
    await applyMigrations({ connectionString: url })
    const program = join(env.LATCHKEY_BUILD_DIR, 'growth-size.js')
    const child = fork(program, [`${users}`, `${tokens}`], { env: { ...process.env, DATABASE_URL: url } })
    // Whoever stops this stops the measurement, so that the database goes too.
    for (const end of ['SIGINT', 'SIGTERM', 'exit']) process.once(end, () => child.kill())
    const [measured] = await Promise.race([once(child, 'message'), once(child, 'exit').then(() => [null])])
    if (!measured) throw new Error('The measurement ended early')
    return measured as Measured[]
  } finally {
    await dropDatabase(url)
  }
}
