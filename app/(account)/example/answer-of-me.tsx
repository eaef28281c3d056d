'use client'

import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { type ClientProblem, LatchkeyError } from '@/lib/client/latchkey-error'
import type { Me } from '@/lib/client/read-answer'
import { createSessionClient } from '@/lib/client/session-client'
import { Alert } from '@/lib/ui/alert'
import { buttonClass } from '@/lib/ui/classes'

type State = { step: 'loading' } | { step: 'answered'; me: Me } | { step: 'failed'; problem: ClientProblem }

export function AnswerOfMe() {
  const [attempt, setAttempt] = useState(1)
  return (
    <div aria-live="polite" className="grid gap-5">
      <Attempt key={attempt} askAgain={() => setAttempt(attempt + 1)} />
    </div>
  )
}

function Attempt({ askAgain }: { askAgain: () => void }) {
  const t = useTranslations('account.example')
  const state = useMe()
  if (state.step === 'answered') return <Answer me={state.me} askAgain={askAgain} />
  if (state.step === 'failed') return <Failure problem={state.problem} askAgain={askAgain} />
  return <p className="text-ink-soft noscript:hidden">{t('loading')}</p>
}

function useMe(): State {
  const [state, setState] = useState<State>({ step: 'loading' })
  useEffect(() => {
    const client = createSessionClient()
    let isShown = true
    const show = (next: State) => isShown && setState(next)
    client.me().then(
      (me) => show({ step: 'answered', me }),
      (error) => show({ step: 'failed', problem: error instanceof LatchkeyError ? error.code : 'unexpected' }),
    )
    return () => {
      isShown = false
      client.close()
    }
  }, [])
  return state
}

function Answer({ me, askAgain }: { me: Me; askAgain: () => void }) {
  const t = useTranslations('account.example')
  return (
    <>
      <pre className="whitespace-pre-wrap break-all rounded-lg bg-raised p-4 text-sm">
        {JSON.stringify(me, null, 2)}
      </pre>
      <button type="button" onClick={askAgain} className={`${buttonClass.secondary} justify-self-start`}>
        {t('again')}
      </button>
    </>
  )
}

const texts = ['signed_out', 'person_changed', 'unavailable', 'unreachable'] as const

function Failure({ problem, askAgain }: { problem: ClientProblem; askAgain: () => void }) {
  const t = useTranslations('account.example')
  const text = texts.find((code) => code === problem) ?? 'other'
  // Who is signed in has changed, which only the page itself can show.
  const isPageOld = problem === 'signed_out' || problem === 'person_changed'
  return (
    <>
      <Alert tone="danger">{t(`problem.${text}`)}</Alert>
      <button
        type="button"
        onClick={isPageOld ? () => location.reload() : askAgain}
        className={`${buttonClass.secondary} justify-self-start`}
      >
        {t('again')}
      </button>
    </>
  )
}
