import { strToU8, Zip, ZipDeflate } from 'fflate'
import { findPicture } from '@/lib/accounts/profile'
import { pagesOfActivity } from '@/lib/audit/list-activity'
import { findPersonalRows } from './personal-data-store'
import { pagesOfSessions, pagesOfTokens } from './personal-pages'

/**
 * A zip of everything held about a person, part by part: a JSON file for each kind, and the picture as it is. Of what may
 * be long a page is read, packed and let go before the next, and other requests have their turn in between.
 */
export async function* zipPersonalData(userId: string, now: Date): AsyncGenerator<Uint8Array> {
  const made: Uint8Array[] = []
  const zip = new Zip((error, part) => {
    if (error) throw error
    made.push(part)
  })
  const open = (name: string, level: 0 | 6) => {
    const file = Object.assign(new ZipDeflate(name, { level }), { mtime: now })
    zip.add(file)
    return file
  }
  for (const [kind, rows] of Object.entries(await findPersonalRows(userId)))
    open(`${kind}.json`, 6).push(strToU8(`${JSON.stringify(rows, null, 2)}\n`), true)
  const long = { sessions: pagesOfSessions(userId), tokens: pagesOfTokens(userId), activity: pagesOfActivity(userId) }
  for (const [kind, pages] of Object.entries(long)) {
    const file = open(`${kind}.json`, 6)
    for await (const text of listOf(pages)) {
      file.push(strToU8(text))
      yield Buffer.concat(made.splice(0))
    }
    file.push(strToU8('\n'), true)
  }
  const picture = await findPicture(userId)
  if (picture) open('picture.webp', 0).push(picture.bytes, true)
  zip.end()
  yield Buffer.concat(made)
}

/** The text of one list, as `JSON.stringify` would have made it of all its pages together. */
async function* listOf(pages: AsyncIterable<object[]>): AsyncGenerator<string> {
  let before = '[\n'
  for await (const rows of pages) {
    if (rows.length === 0) continue
    yield before + JSON.stringify(rows, null, 2).slice('[\n'.length, -'\n]'.length)
    before = ',\n'
  }
  yield before === ',\n' ? '\n]' : '[]'
}
