/**
 * The value of a cookie in a `Cookie` header; null when it is absent, or there more than once: a sibling subdomain can
 * plant one beside ours, and nothing tells which is which.
 */
export function readCookie(header: string | null | undefined, name: string): string | null {
  const values = (header ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1))
  return values.length === 1 ? (values[0] ?? null) : null
}
