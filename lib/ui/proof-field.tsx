'use client'

import { useEffect, useState } from 'react'
import { solveChallenge } from '@/lib/limits/solve-challenge'
import { useFormState } from './form'

/** Solves the challenge of its form, if it has one, while the rest is typed; without JavaScript the server has it wait. */
export function ProofField({ challenge }: { challenge: string | null }) {
  const current = useFormState().challenge ?? challenge
  const [solved, setSolved] = useState({ challenge: '', solution: '' })
  useEffect(() => {
    // Web Crypto is there on https and localhost only.
    if (!current || !globalThis.crypto?.subtle) return
    const stop = new AbortController()
    void solveChallenge(current, stop.signal).then((solution) => {
      if (solution !== null) setSolved({ challenge: current, solution })
    })
    return () => stop.abort()
  }, [current])
  if (!current) return null
  return (
    <>
      <input type="hidden" name="challenge" value={current} />
      <input type="hidden" name="solution" value={solved.challenge === current ? solved.solution : ''} />
    </>
  )
}
