import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const imports = ['app', 'lib']
  .flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name}`))
  .filter((file) => /\.tsx?$/.test(file) && !/\.test\.|\.fixture\.|^lib\/testing/.test(file))
  .flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/(?:from|import\()\s*'([^']+)'/g)].map(
      ([, path = '']) => `${file} > ${path.startsWith('.') ? join(file, '..', path) : path.replace(/^@\//, '')}`,
    ),
  )

// Each forbids, as docs/architecture.md says it: "file > what it imports".
test.each([
  ['leaves import only leaves', /^lib\/[\w-]+\.ts > (app|lib\/(?!messages)\w+\/|next|react)/],
  [
    'domains know no edge but their own',
    /^lib\/(?!web|http|ui|cli|messages)\w+\/(?!http|schemas)\S+ > (app\/|lib\/(web|http|ui|cli)\/|next|react)/,
  ],
  ['a store is its domain’s own', /^(?!lib\/(\w+)\/\S+ > lib\/\1\/)\S+ > lib\/\w+\/([\w-]+-)?store$/],
  ['pages know no database', /^(app|lib\/ui)\/\S+ > (lib\/db$|prisma\/|pg$|@prisma|bcryptjs|jose)/],
  ['standard handlers know no framework', /^lib\/http\/(?!web-server)\S+ > (app\/|lib\/(web|ui|cli)\/|next|react)/],
  ['the browser client stands alone', /^lib\/client\/\S+ > (?!lib\/client\/)/],
  ['only lib/web knows NextAuth', /^(?!lib\/web\/)\S+ > (next-auth|@auth)/],
])('%s', (_, forbidden) => expect(imports.filter((line) => forbidden.test(line))).toEqual([]))
