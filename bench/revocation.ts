import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { quantile } from './load'
import { endListening } from './revocation/listening'
import { measureRevocations } from './revocation/measure'
import { startPair } from './revocation/pair'
import { stopAll } from './servers'

// The greatest age of a revocation feed that is believed.
const BOUND_MS = 1_000

const { values } = parseArgs({ options: { times: { type: 'string', default: '1000' } } })
const times = Number(values.times)
if (!(times > 0)) throw new Error('--times asks for a number')

const pair = await startPair()
try {
  const undisturbed = await measureRevocations(pair, times)
  const listening = endListening()
  const alone = await measureRevocations(pair, times)
  const ended = await listening.stop()
  console.log(`\n${cpus().length} x ${cpus()[0]?.model}, Node ${process.versions.node}, ${times} sessions each\n`)
  console.log('| for how long the other process accepts a session that was ended | p50 | p99 | longest |')
  console.log('| --- | --- | --- | --- |')
  console.log(row('connections left alone', undisturbed))
  console.log(row(ended > 0 ? `listening connections ended ${ended} times` : 'again: none of them listened', alone))
  if (Math.max(...undisturbed, ...alone) > BOUND_MS) process.exitCode = 1
} finally {
  await stopAll(Object.values(pair))
}
process.exit()

function row(title: string, milliseconds: number[]): string {
  const [p50, p99, longest] = [0.5, 0.99, 1].map((fraction) => `${quantile(milliseconds, fraction).toFixed(0)} ms`)
  return `| ${title} | ${p50} | ${p99} | ${longest} |`
}
