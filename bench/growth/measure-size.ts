import { pool } from '@/lib/db'
import { quantile } from '../load'
import { type Explained, explainAll } from './explain'
import { grow } from './grow'
import { findSubjects, type Operation, operations, type Subject } from './operations'
import type { WriteCosts } from './plan'
import type { Size } from './rows'

export type Measured = Explained & { title: string }

// As many full batches can be flushed at the smallest size, the one that warms up among them.
const REPEATS = 3
const WARM_UPS = 1

/** Fills this process's database and explains what each operation does there. */
export async function measureSize(size: Size): Promise<Measured[]> {
  const now = new Date()
  await grow(size, now)
  const costs = await findWriteCosts()
  const subjects = await findSubjects(operations.length * (REPEATS + WARM_UPS), size.users)
  const measured: Measured[] = []
  for (const operation of operations) {
    measured.push(await measureOperation(operation, subjects.splice(0, REPEATS + WARM_UPS), costs))
  }
  return measured
}

async function measureOperation({ title, run }: Operation, subjects: Subject[], costs: WriteCosts): Promise<Measured> {
  const runs: Explained[] = []
  for (const subject of subjects) runs.push(await explainAll(() => run(subject, new Date()), costs))
  const counted = runs.slice(WARM_UPS)
  const median = (pick: (explained: Explained) => number) => quantile(counted.map(pick), 0.5)
  return {
    title,
    shapes: counted[0]?.shapes ?? [],
    buffers: median(({ buffers }) => buffers),
    descents: median(({ descents }) => descents),
    milliseconds: median(({ milliseconds }) => milliseconds),
  }
}

async function findWriteCosts(): Promise<WriteCosts> {
  const { rows } = await pool.query<{ name: string; cost: number }>(
    `SELECT relname AS name, ((SELECT count(*) FROM pg_index WHERE indrelid = c.oid)
            + (SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND c.oid IN (conrelid, confrelid)))::int AS cost
       FROM pg_class c WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace`,
  )
  return new Map(rows.map(({ name, cost }) => [name, cost]))
}
