import { existsSync, readdirSync, readFileSync } from 'node:fs'

/** Proportional memory of a process and of all it has started, in megabytes each; empty where /proc is missing. */
export function listPssMegabytes(pid: number): number[] {
  return familyOf(pid).map(pssOf)
}

/** Processor time of a process and of all it has started, all their threads together; 0 where /proc is missing. */
export function processorSeconds(pid: number): number {
  const ticks = familyOf(pid).map((member) => {
    const fields = statOf(`${member}`)
    return Number(fields[11]) + Number(fields[12])
  })
  return ticks.reduce((sum, one) => sum + one, 0) / TICKS_PER_SECOND
}

function familyOf(pid: number): number[] {
  if (!existsSync(`/proc/${pid}/smaps_rollup`)) return []
  const children = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && parentOf(name) === pid)
  return [pid, ...children.flatMap((child) => familyOf(Number(child)))]
}

const TICKS_PER_SECOND = 100

function pssOf(pid: number): number {
  const kilobytes = /^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1]
  return Number(kilobytes) / 1_024
}

function parentOf(pid: string): number {
  return Number(statOf(pid)[1])
}

// The name in brackets may hold blanks, so counting starts after it.
function statOf(pid: string): string[] {
  const file = `/proc/${pid}/stat`
  try {
    return readFileSync(file, 'utf8').split(') ').at(-1)?.split(' ') ?? []
  } catch {
    // Gone since it was listed.
    return []
  }
}
