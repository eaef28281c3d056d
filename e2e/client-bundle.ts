import { build } from 'esbuild'

/** lib/client as one script that a page can load; it defines `latchkey`. */
export async function bundleClient(): Promise<string> {
  const contents = "export * from './lib/client/session-client'; export * from './lib/client/token-client'"
  const { outputFiles } = await build({
    ...{ stdin: { contents, resolveDir: process.cwd(), loader: 'ts' }, target: 'es2022' },
    ...{ bundle: true, write: false, format: 'iife', globalName: 'latchkey' },
    // Playwright runs it inside a function, where a variable is not seen by the page.
    footer: { js: 'globalThis.latchkey = latchkey' },
  })
  return outputFiles[0]?.text ?? ''
}
