import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { origins } from '../ports'

// The sample of docs/testing-sign-in.md as somebody copies it, at the address of this run.
const [, sample = ''] = readFileSync('docs/testing-sign-in.md', 'utf8').match(/^```ts\n(.*?)^```$/ms) ?? []
if (sample === '') throw new Error('docs/testing-sign-in.md shows no test')
const file = resolve(`${process.env.LATCHKEY_BUILD_DIR ?? '.latchkey/build'}.sample.ts`)
writeFileSync(file, sample.replaceAll('http://localhost:3000', origins.application))
await import(file)
