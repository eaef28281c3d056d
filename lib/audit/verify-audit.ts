import { secondsAfter } from '@/lib/sessions/session'
import { isHeadGood, isKeyKnown, isSealGood, nameOf, type Seal } from './seal'
import {
  findEventStates,
  findEvents,
  findHead,
  findSeal,
  findSealsBeyondHead,
  findVanishedEvents,
  type StoredEvent,
} from './seal-store'
import { walkSeals } from './walk-seals'

/** What is wrong, and where; `eventId` is missing where the seal that would name it is gone. */
export type AuditFault = { fault: FaultName; position?: bigint; eventId?: string }
export type FaultName =
  | 'altered'
  | 'deleted'
  | 'not_sealed'
  | 'deleted_unsealed'
  | 'backdated'
  | 'seal_missing'
  | 'seal_unknown'
  | 'unchecked'
  | 'key_unknown'
  | 'head_altered'
  | 'head_unmet'

export type AuditReport = { checked: number; head: string; faults: AuditFault[] }
type Options = { expectedHead?: string | undefined; onProgress?: (checked: number) => void }

/** Faults past this number are of no more use to anybody. */
const MAX_FAULTS = 1_000
const PAGE = 2_000
const FIRST_ID = '00000000-0000-0000-0000-000000000000'
// Clocks of several machines, and transactions that take their time.
const BACKDATING_SECONDS = 3_600

/**
 * Walks the whole chain and names every event that was altered, deleted or slipped in since it was sealed, and what is
 * missing at its end.
 *
 * @param expectedHead what an earlier run or the log named as the head: it must still be in the chain
 */
export async function verifyAudit({ expectedHead, onProgress = () => {} }: Options = {}): Promise<AuditReport> {
  const faults: AuditFault[] = []
  const note = (fault: AuditFault) => {
    if (faults.length < MAX_FAULTS) faults.push(fault)
  }
  const head = await findHead()
  if (!head || !isHeadGood(head)) note({ fault: 'head_altered' })
  const checked = await checkChain(head?.position ?? 0n, note, onProgress)
  for (const beyond of await findSealsBeyondHead(MAX_FAULTS)) note({ fault: 'seal_unknown', ...beyond })
  for (const eventId of await findVanishedEvents(MAX_FAULTS)) note({ fault: 'deleted_unsealed', eventId })
  await checkEvents(note)
  if (expectedHead && !(await isInChain(expectedHead))) note({ fault: 'head_unmet' })
  return { checked, head: head ? nameOf(head) : '', faults }
}

type Note = (fault: AuditFault) => void

async function checkChain(upTo: bigint, note: Note, onProgress: (checked: number) => void): Promise<number> {
  let checked = 0
  let last: Pick<Seal, 'position' | 'digest'> = { position: 0n, digest: '' }
  const rounds = new Rounds()
  for await (const page of walkSeals({ upTo, limit: PAGE })) {
    const events = new Map((await findEvents(page.map(({ eventId }) => eventId))).map((event) => [event.id, event]))
    for (const seal of page) {
      noteMissing(last.position, seal.position, note)
      const isNext = seal.position === last.position + 1n
      const fault = faultOf(seal, events.get(seal.eventId), isNext ? last.digest : null, rounds.startBefore(seal))
      if (fault) note({ fault, position: seal.position, eventId: seal.eventId })
      last = seal
    }
    checked += page.length
    onProgress(checked)
  }
  noteMissing(last.position, upTo + 1n, note)
  return checked
}

function faultOf(
  seal: Seal,
  event: StoredEvent | undefined,
  previousDigest: string | null,
  lastRoundAt: Date | null,
): FaultName | null {
  if (!event) return 'deleted'
  if (!isKeyKnown(seal)) return 'key_unknown'
  if (previousDigest === null) return 'unchecked'
  if (!isSealGood(seal, event, previousDigest)) return 'altered'
  return lastRoundAt && event.at < secondsAfter(lastRoundAt, -BACKDATING_SECONDS) ? 'backdated' : null
}

/** When the round of sealing before that of a seal took place: it took all events there were. */
class Rounds {
  #present: Date | null = null
  #last: Date | null = null

  startBefore({ sealedAt }: Seal): Date | null {
    if (sealedAt.getTime() !== this.#present?.getTime()) {
      this.#last = this.#present
      this.#present = sealedAt
    }
    return this.#last
  }
}

function noteMissing(last: bigint, next: bigint, note: Note): void {
  for (let position = last + 1n; position < next && position <= last + BigInt(MAX_FAULTS); position += 1n) {
    note({ fault: 'seal_missing', position })
  }
}

/** An event without a seal that does not wait for one was put there by somebody who wanted none. */
async function checkEvents(note: Note): Promise<void> {
  let after = FIRST_ID
  for (let size = PAGE; size === PAGE; ) {
    const states = await findEventStates({ after, limit: PAGE })
    for (const { id, isKnown } of states) if (!isKnown) note({ fault: 'not_sealed', eventId: id })
    size = states.length
    after = states.at(-1)?.id ?? after
  }
}

async function isInChain(name: string): Promise<boolean> {
  const [position = ''] = name.split(':')
  const seal = /^\d{1,18}$/.test(position) ? await findSeal(BigInt(position)) : null
  return seal !== null && nameOf(seal) === name
}
