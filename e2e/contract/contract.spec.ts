import { once } from 'node:events'
import type { Server } from 'node:http'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { findFreePort } from '../../scripts/ports.js'
import { startProgram, stopProgram, untilReady } from '../../scripts/processes.js'
import { Conversation } from './conversation'
import { type Answer, type Deviation, deviations, type Exchange, exchanges } from './exchange'
import { GOOGLE_CLIENT, makeGoogleStandIn } from './google-stand-in'
import { normalForm } from './normal-form'
import { commonSettings, type Profile, profiles } from './profiles'

const FIRST_PORT = 20_600
const PORTS_PER_TEST = 10
const doors = { 'hot routes': 'on', Next: 'off' } as const
const tests = (Object.keys(profiles) as Profile[]).flatMap((profile) =>
  (Object.keys(doors) as (keyof typeof doors)[]).map((door) => ({ profile, door })),
)

test.describe.configure({ timeout: 180_000 })

for (const [index, { profile, door }] of tests.entries()) {
  test(`every recorded exchange of the profile ${profile} is answered as recorded, by ${door}`, async () => {
    const { origin, stop } = await startServer(profile, { door, firstPort: FIRST_PORT + index * PORTS_PER_TEST })
    try {
      for (const exchange of exchanges.filter((one) => one.profile === profile)) {
        const got = await replay(exchange, origin)
        expect.soft(got, exchange.id).toEqual(expectedOf(exchange, got))
        if (deviationOf(exchange)) expect.soft(got, exchange.id).not.toEqual(recordedOf(exchange, got))
      }
    } finally {
      await stop()
    }
  })
}

test('every deviation is needed by an exchange, and says why', () => {
  const unused = deviations.filter(({ match }) => !exchanges.some(({ id }) => new RegExp(match).test(id)))
  expect(unused).toEqual([])
})

async function replay({ setup, request }: Exchange, origin: string): Promise<Answer> {
  const conversation = new Conversation(origin)
  await conversation.prepare(setup)
  return normalForm(await conversation.send(request), conversation.variables)
}

function deviationOf({ id }: Exchange): Deviation | undefined {
  return deviations.find(({ match }) => new RegExp(match).test(id))
}

// Of some answers the body was not recorded.
function recordedOf({ answer }: Exchange, { body }: Answer): Answer {
  return answer.body === undefined && body !== undefined ? { ...answer, body } : answer
}

/** Where we deviate, the recorded answer but for what the deviation names; else the recorded answer. */
function expectedOf(exchange: Exchange, got: Answer): unknown {
  const recorded = recordedOf(exchange, got)
  const deviation = deviationOf(exchange)
  if (!deviation) return recorded
  const { status, body, answer } = deviation
  const expected = { ...recorded, status, ...(body !== undefined && { body }), ...answer }
  return Object.fromEntries(Object.entries(expected).filter(([, value]) => value !== null))
}

type Start = { door: keyof typeof doors; firstPort: number }

async function startServer(profile: Profile, { door, firstPort }: Start) {
  const port = await findFreePort(firstPort, PORTS_PER_TEST)
  const googlePort = await findFreePort(port + 1, PORTS_PER_TEST - 1)
  const google = await listen(makeGoogleStandIn(`http://localhost:${googlePort}`), googlePort)
  const env = {
    ...{ ...commonSettings, ...profiles[profile], HOT_ROUTES: doors[door], DATABASE_POOL_SIZE: '4' },
    ...{ PORT: String(port), AUTH_URL: `http://localhost:${port}` },
    ...{ AUTH_GOOGLE_ID: GOOGLE_CLIENT, AUTH_GOOGLE_SECRET: GOOGLE_CLIENT },
    AUTH_GOOGLE_ISSUER: `http://localhost:${googlePort}`,
  }
  const child = startProgram(join(process.env.LATCHKEY_BUILD_DIR ?? '.latchkey/build', 'server.js'), { env })
  await untilReady(child, 'The server')
  const stop = async () => {
    google.close()
    await stopProgram(child)
  }
  return { origin: env.AUTH_URL, stop }
}

async function listen(server: Server, port: number): Promise<Server> {
  await once(server.listen(port, 'localhost'), 'listening')
  return server
}
