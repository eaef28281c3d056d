import { strToU8, type Zippable, zipSync } from 'fflate'
import { findPicture } from '@/lib/accounts/profile'
import { findAllActivity } from '@/lib/audit/list-activity'
import { findPersonalRows } from './personal-data-store'

/** A zip of everything held about a person: a JSON file for each kind, and the picture as it is. */
export async function zipPersonalData(userId: string, now: Date): Promise<Uint8Array<ArrayBuffer>> {
  const kinds = { ...(await findPersonalRows(userId)), activity: await findAllActivity(userId) }
  const picture = await findPicture(userId)
  const files: Zippable = Object.fromEntries(
    Object.entries(kinds).map(([name, rows]) => [`${name}.json`, strToU8(`${JSON.stringify(rows, null, 2)}\n`)]),
  )
  if (picture) files['picture.webp'] = [picture.bytes, { level: 0 }]
  return zipSync(files, { mtime: now })
}
