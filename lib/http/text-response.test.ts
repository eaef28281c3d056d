import { expect, it } from 'vitest'
import { TextResponse } from './text-response'

const make = () =>
  new TextResponse('{"a":"é"}', { status: 201, headers: { 'content-type': 'application/json', x: '1' } })

it('is read like any other response, once', async () => {
  expect(make()).toBeInstanceOf(Response)
  expect(await make().json()).toEqual({ a: 'é' })
  expect(Buffer.from(await make().arrayBuffer()).toString()).toBe('{"a":"é"}')
  expect(await (await make().blob()).text()).toBe('{"a":"é"}')
  const response = make()
  expect(response.bodyUsed).toBe(false)
  expect(await response.text()).toBe('{"a":"é"}')
  expect(response.bodyUsed).toBe(true)
  await expect(response.text()).rejects.toThrow(TypeError)
})

it('can be copied with its body, status and headers, as Next does to add cookies', async () => {
  const response = make()
  response.headers.set('x', '2')
  const copy = new Response(response.body, { status: response.status, headers: response.headers })
  expect([copy.status, copy.headers.get('x'), await copy.text()]).toEqual([201, '2', '{"a":"é"}'])
  const clone = make().clone()
  expect([clone.status, clone.headers.get('x'), await clone.text()]).toEqual([201, '1', '{"a":"é"}'])
})
