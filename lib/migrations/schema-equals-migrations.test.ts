import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { PrismaPg } from '@prisma/adapter-pg'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import * as engine from '@prisma/schema-engine-wasm/schema_engine_bg'
import { Client } from 'pg'
import { afterAll, expect, test } from 'vitest'
import { env } from '@/lib/env'
import { createDatabase, dropDatabase } from '@/lib/testing/databases'

const described = await createDatabase(`${new URL(env.DATABASE_URL).pathname.slice(1)}_schema`)
afterAll(() => dropDatabase(described))

// Node cannot import WebAssembly as a module; this is what the package's own entry does elsewhere.
function startEngine(): void {
  const file = createRequire(import.meta.url)
    .resolve('@prisma/schema-engine-wasm')
    .replace(/\.js$/, '_bg.wasm')
  const imports = { './schema_engine_bg.js': { ...engine } }
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(file)), imports)
  engine.__wbg_set_wasm(exports)
  if (typeof exports.__wbindgen_start === 'function') exports.__wbindgen_start()
}

/** What `prisma db push` would do to an empty database. */
async function sqlOfSchema(): Promise<string> {
  startEngine()
  const content = readFileSync('prisma/schema.prisma', 'utf8')
  const adapter = bindMigrationAwareSqlAdapterFactory(new PrismaPg({ connectionString: described }))
  const schemaEngine = await engine.SchemaEngine.new({ datamodels: [['schema.prisma', content]] }, () => {}, adapter)
  const { stdout } = await schemaEngine.diff({
    from: { tag: 'empty' },
    to: { tag: 'schemaDatamodel', files: [{ path: 'schema.prisma', content }] },
    script: true,
    exitCode: null,
    filters: { externalTables: [], externalEnums: [] },
  })
  return stdout ?? ''
}

const STRUCTURE = `
  SELECT concat_ws(' ', attrelid::regclass, attname, format_type(atttypid, atttypmod), attnotnull, attidentity,
    pg_get_expr(adbin, adrelid)) AS line
  FROM pg_attribute JOIN pg_class ON oid = attrelid AND relkind = 'r' AND relnamespace = 'public'::regnamespace
  LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
  WHERE attnum > 0 AND NOT attisdropped AND relname <> '_prisma_migrations'
  UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename <> '_prisma_migrations'
  UNION ALL SELECT concat_ws(' ', conrelid::regclass, conname, pg_get_constraintdef(oid)) FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace AND contype <> 'n' AND conrelid::regclass::text <> '_prisma_migrations'
  UNION ALL SELECT concat_ws(' ', enumtypid::regtype, enumsortorder, enumlabel) FROM pg_enum
  ORDER BY line`

async function structureOf(connectionString: string, prepare = ''): Promise<string[]> {
  const client = new Client({ connectionString })
  await client.connect()
  try {
    await client.query(prepare)
    return (await client.query<{ line: string }>(STRUCTURE)).rows.map((row) => row.line)
  } finally {
    await client.end()
  }
}

test('the migrations make exactly what prisma/schema.prisma describes', async () => {
  const wanted = await structureOf(described, await sqlOfSchema())
  expect(wanted.length).toBeGreaterThan(100)
  expect(await structureOf(env.DATABASE_URL)).toEqual(wanted)
})
