type ProcessGlobal = typeof globalThis & { latchkey?: Map<string, unknown> }

const processGlobal: ProcessGlobal = globalThis
processGlobal.latchkey ??= new Map()
const registry = processGlobal.latchkey

/**
 * Returns the one instance of this name in the process, making it at the first call.
 * The server bundle and Next's bundle each hold a copy of our code; what must exist once (connection pool,
 * revocation feed, hashing pool) is made through here.
 */
export function processWide<T>(name: string, make: () => T): T {
  if (!registry.has(name)) registry.set(name, make())
  return registry.get(name) as T
}
