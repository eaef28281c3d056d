/** The value of a cookie; null when it is absent, or sent twice with different values, so that nobody's is believed. */
export function readCookie({ headers }: { headers: Pick<Headers, 'get'> }, name: string): string | null {
  const values = (headers.get('cookie') ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1))
  return new Set(values).size === 1 ? (values[0] ?? null) : null
}
