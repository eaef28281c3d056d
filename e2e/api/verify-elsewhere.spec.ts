import { readFileSync, writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { expect, test } from '../fixtures'
import { origins } from '../ports'
import { obtain } from './tokens'

type Verify = (token: string) => Promise<Record<string, unknown>>

/** The block for Node as the document prints it, with our address in place of the one there. */
async function verifierInDocument(file: string): Promise<Verify> {
  const [, block = ''] = /```js\n(.*?)```/s.exec(readFileSync('docs/verify-elsewhere.md', 'utf8')) ?? []
  writeFileSync(file, block.replace('https://accounts.example.com', origins.application))
  const { verify } = await import(pathToFileURL(file).href)
  return verify
}

test('what the document verifies tokens with in Node takes an access token and nothing else', async ({
  request,
  newUser,
}, testInfo) => {
  const verify = await verifierInDocument(testInfo.outputPath('verify.mjs'))
  const user = await newUser()
  const { access, refresh } = await obtain(request, user)
  expect(await verify(access)).toMatchObject({ sub: user.id, token_type: 'access' })
  await expect(verify(refresh)).rejects.toThrow('not an access token')
  const [header, payload, signature = ''] = access.split('.')
  const altered = (signature.startsWith('A') ? 'B' : 'A') + signature.slice(1)
  await expect(verify([header, payload, altered].join('.'))).rejects.toThrow('signature verification failed')
})
