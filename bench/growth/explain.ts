import { Client } from 'pg'
import { countDescents, type Plan, shapeOf, type WriteCosts } from './plan'

export type Explained = { shapes: string[]; buffers: number; descents: number; milliseconds: number }

type Answer = { rows: Record<string, unknown>[] }
type Send = (text: string, values?: unknown[]) => Promise<Answer>
type Connection = { send: Send; isInTransaction: boolean }
type Statement = { text: string; values: unknown[] }
type Finding = { plan: Plan; buffers: number; milliseconds: number }

const IS_EXPLAINABLE = /^\s*(SELECT|WITH|INSERT|UPDATE|DELETE)\b/i

// Every page that was asked for, also by foreign keys and by the parts of a statement that run after its end, which
// the buffers of EXPLAIN leave out.
const FETCHED_SQL = `
  SELECT sum(pg_stat_get_xact_blocks_fetched(oid))::int AS fetched
    FROM pg_class WHERE relnamespace = 'public'::regnamespace`

/** Runs something of the product and explains each statement it sends, right before and where it is sent. */
export async function explainAll(run: () => Promise<unknown>, costs: WriteCosts): Promise<Explained> {
  const findings: Finding[] = []
  const restore = listenIn(async (connection, statement) => {
    findings.push(await explain(connection, statement))
  })
  try {
    await run()
  } finally {
    restore()
  }
  return sumUp(findings, costs)
}

/** Calls `hear` ahead of each statement, with the connection that waits to send it. */
function listenIn(hear: (connection: Connection, statement: Statement) => Promise<void>): () => void {
  const original = Client.prototype.query as (...args: unknown[]) => Promise<Answer>
  const listening = async function (this: Client, ...args: unknown[]) {
    const statement = readStatement(args)
    const send = (text: string, values: unknown[] = []) => original.call(this, text, values)
    const isInTransaction = this.getTransactionStatus() === 'T'
    if (IS_EXPLAINABLE.test(statement.text)) await hear({ send, isInTransaction }, statement)
    return original.apply(this, args)
  }
  Client.prototype.query = listening as typeof Client.prototype.query
  return () => {
    Client.prototype.query = original as typeof Client.prototype.query
  }
}

function readStatement([config, values]: unknown[]): Statement {
  const given = typeof config === 'string' ? { text: config } : (config as Partial<Statement>)
  return { text: given.text ?? '', values: Array.isArray(values) ? values : (given.values ?? []) }
}

/** What the explained statement writes is taken back at once. */
async function explain({ send, isInTransaction }: Connection, { text, values }: Statement): Promise<Finding> {
  await send(isInTransaction ? 'SAVEPOINT explained' : 'BEGIN')
  // Once to load what a connection keeps, once to see what planning alone looks at.
  await send(`EXPLAIN ${text}`, values)
  const planning = await countFetched(send, () => send(`EXPLAIN ${text}`, values))
  let rows: Answer['rows'] = []
  const both = await countFetched(send, async () => {
    rows = (await send(`EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${text}`, values)).rows
  })
  await send(isInTransaction ? 'ROLLBACK TO SAVEPOINT explained' : 'ROLLBACK')
  const [{ 'QUERY PLAN': found }] = rows as [{ 'QUERY PLAN': [{ Plan: Plan; 'Execution Time': number }] }]
  return { plan: found[0].Plan, buffers: both - planning, milliseconds: found[0]['Execution Time'] }
}

async function countFetched(send: Send, run: () => Promise<unknown>): Promise<number> {
  const count = async () => Number((await send(FETCHED_SQL)).rows[0]?.fetched)
  const before = await count()
  await run()
  return (await count()) - before
}

function sumUp(findings: Finding[], costs: WriteCosts): Explained {
  const sum = (pick: (finding: Finding) => number) => findings.reduce((total, finding) => total + pick(finding), 0)
  return {
    shapes: findings.map(({ plan }) => shapeOf(plan)),
    buffers: sum(({ buffers }) => buffers),
    descents: sum(({ plan }) => countDescents(plan, costs)),
    milliseconds: sum(({ milliseconds }) => milliseconds),
  }
}
