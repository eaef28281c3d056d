import type { JsonRequest } from './json-request'

const JSON_TYPE = 'application/json'
const HTML_TYPE = 'text/html'

/** JSON for programs; the same body in a bare page for somebody who opens the address in a browser. */
export type Renderer = typeof JSON_TYPE | typeof HTML_TYPE

const RENDERERS: Record<string, Renderer> = { json: JSON_TYPE, api: HTML_TYPE }

/**
 * Chooses how to render by `?format=` and Accept: the most specific range wins, JSON before HTML, q is ignored
 * (as Django REST framework does).
 *
 * @returns null when nothing we render is accepted, `unknown_format` when the query asks for another one
 */
export function chooseRenderer(request: JsonRequest): Renderer | null | 'unknown_format' {
  const accept = request.headers.get('accept')
  const isPlain = accept === null || accept === '*/*' || accept === JSON_TYPE
  if (isPlain && !request.url.includes('format=')) return JSON_TYPE
  const format = new URL(request.url).searchParams.get('format')
  const renderers = Object.entries(RENDERERS).flatMap(([name, it]) => (format === null || format === name ? [it] : []))
  if (renderers.length === 0) return 'unknown_format'
  const ranges = (accept ?? '*/*').split(',').map(parseRange)
  for (const rank of [3, 2, 1, 0]) {
    const accepted = ranges.filter((range) => range.rank === rank)
    const found = renderers.find((renderer) => accepted.some((range) => matches(range, renderer)))
    if (found) return found
  }
  return null
}

type Range = { type: string; subtype: string; rank: number }

function parseRange(text: string): Range {
  const [essence = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase())
  const [type = '', subtype = ''] = essence.split('/')
  const isOnlyQ = parameters.every((parameter) => parameter.startsWith('q='))
  return { type, subtype, rank: type === '*' ? 0 : subtype === '*' ? 1 : isOnlyQ ? 2 : 3 }
}

function matches({ type, subtype }: Range, renderer: Renderer): boolean {
  const [ourType, ourSubtype] = renderer.split('/')
  return (type === '*' || type === ourType) && (subtype === '*' || subtype === ourSubtype)
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

export function renderBody(renderer: Renderer, body: unknown): string {
  if (renderer === JSON_TYPE) return JSON.stringify(body)
  const text = JSON.stringify(body, null, 2).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '')
  return `<!doctype html><html lang="en"><title>API</title><pre>${text}</pre></html>`
}
