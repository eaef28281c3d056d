import { expect, test } from 'vitest'
import { makePeople } from './people'
import { startSimulator } from './simulator.fixture'

const simulator = await startSimulator()
const add = (body: string) => simulator.post('/people', body)

test('a person is added with what is given, and a made-up subject', async () => {
  const response = await add(JSON.stringify({ name: 'Mina', email: 'mina@gmail.com' }))
  expect(response.status).toBe(201)
  const person = await response.json()
  expect(person).toEqual({ sub: expect.any(String), name: 'Mina', email: 'mina@gmail.com', emailVerified: true })
  expect(person.sub.length).toBeGreaterThan(20)
  expect(await (await simulator.authorize({})).text()).toContain('mina@gmail.com')
})

test.each([
  ['no JSON', '{'],
  ['an array', '[]'],
  ['no name', '{}'],
  ['an empty name', '{"name":""}'],
  ['a long name', JSON.stringify({ name: 'x'.repeat(81) })],
  ['no e-mail address', '{"name":"Mina","email":"mina"}'],
  ['a text for a yes or no', '{"name":"Mina","emailVerified":"yes"}'],
  ['a long subject', JSON.stringify({ name: 'Mina', sub: 'x'.repeat(256) })],
  ['an unknown fault', '{"name":"Mina","fault":"explode"}'],
])('%s makes no person', async (_, body) => {
  const response = await add(body)
  expect(response.status).toBe(400)
  expect(await response.json()).toMatchObject({ error: 'bad_request' })
})

test('somebody new who fills in the form signs in as typed', async () => {
  const visitor = { act: 'new', name: 'New Visitor', email: '' }
  expect((await simulator.decide(visitor)).status).toBe(303)
  expect((await simulator.decide({ ...visitor, email: 'new@visitor.example' })).status).toBe(303)
  const page = await (await simulator.authorize({})).text()
  expect(page).toContain('<strong>New Visitor</strong><span>no e-mail address</span>')
  expect(page).toContain('<strong>New Visitor</strong><span>new@visitor.example · address not verified</span>')
})

test('a form without a name makes nobody', async () => {
  expect((await simulator.decide({ act: 'new', name: '', email: '' })).status).toBe(400)
})

test('people are capped: the oldest goes for the newest', () => {
  const people = makePeople()
  for (let added = 0; added < 2_500; added++) people.add({ name: 'Crowd', sub: `crowd-${added}` })
  expect(people.list()).toHaveLength(2_000)
  expect(people.find('101')).toBeUndefined()
  expect(people.find('crowd-499')).toBeUndefined()
  expect(people.find('crowd-500')).toBeDefined()
  expect(people.find('crowd-2499')).toBeDefined()
})

test('a person who is added again replaces the former one, and nobody else goes', () => {
  const people = makePeople()
  for (let added = people.list().length; added < 2_000; added++) people.add({ name: 'Crowd' })
  people.add({ sub: '102', name: 'Renamed' })
  expect(people.list()).toHaveLength(2_000)
  expect(people.find('101')).toBeDefined()
  expect(people.find('102')?.name).toBe('Renamed')
})
