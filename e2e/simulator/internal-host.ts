import { json } from './answer'
import type { Route, Routes } from './desk'

/** Where a redirected request leads; whoever follows is given the right answer. */
export const internalPlace = (right: object) => `/internal?${new URLSearchParams({ right: JSON.stringify(right) })}`

/** A place that nobody should be led to: it answers well, and counts who came. */
export function internalHostRoutes(): Routes {
  let hits = 0
  const answer: Route = (_, url) => {
    hits += 1
    return json(JSON.parse(url.searchParams.get('right') ?? ''))
  }
  return { 'GET /internal': answer, 'POST /internal': answer, 'GET /internal/hits': () => json({ hits }) }
}
