import { type Db, db } from '@/lib/db'

/** The keys of a provider as the admin page wrote them. */
export type StoredApp = {
  provider: string
  kind: string
  name: string
  clientId: string
  /** Encrypted. */
  clientSecret: string
  issuer: string | null
  endpointOrigins?: string[]
  nativeClientIds: string[]
  callbackUrl?: string | null
  appId: string | null
  keepsTokens: boolean
  isEnabled: boolean
}

const fields = {
  provider: true,
  kind: true,
  name: true,
  clientId: true,
  clientSecret: true,
  issuer: true,
  endpointOrigins: true,
  nativeClientIds: true,
  callbackUrl: true,
  appId: true,
  keepsTokens: true,
  isEnabled: true,
} as const

export function findApps(on: Db = db): Promise<StoredApp[]> {
  return on.socialApp.findMany({ orderBy: { createdAt: 'asc' }, select: fields })
}

export function findApp(provider: string): Promise<StoredApp | null> {
  return db.socialApp.findUnique({ where: { provider }, select: fields })
}

/** Adds keys; false when the provider has some. */
export async function createApp(tx: Db, app: StoredApp): Promise<boolean> {
  const { count } = await tx.socialApp.createMany({ data: app, skipDuplicates: true })
  return count === 1
}

/** Changes what is given; false when there is nothing to change. */
export async function updateApp(tx: Db, provider: string, changes: Partial<StoredApp>): Promise<boolean> {
  const { count } = await tx.socialApp.updateMany({ where: { provider }, data: changes })
  return count === 1
}

/** Removes keys, unless somebody signs in by them; whom they let in between, no other keys of that name will. */
export async function deleteUnusedApp(tx: Db, provider: string): Promise<'deleted' | 'in_use' | 'absent'> {
  const isInUse = (await tx.account.findFirst({ where: { provider }, select: { number: true } })) !== null
  if (isInUse) return 'in_use'
  const { count } = await tx.socialApp.deleteMany({ where: { provider } })
  return count === 1 ? 'deleted' : 'absent'
}
