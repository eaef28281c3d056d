import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import type { CurrentUser } from '@/lib/accounts/current-user'
import { env } from '@/lib/env'
import { isMailboxOpen } from '@/lib/mail/mailbox'
import { Card } from '@/lib/ui/card'
import { buttonClass, linkClass } from '@/lib/ui/classes'
import { findCurrentSignIn } from '@/lib/web/current-user'

export default async function HomePage() {
  const signIn = await findCurrentSignIn()
  return signIn ? <SignedInHome user={signIn.user} /> : <SignedOutHome />
}

async function SignedOutHome() {
  const t = await getTranslations('home')
  const common = await getTranslations('common')
  const points = ['devices', 'password', 'language'] as const
  return (
    <div className="grid gap-12">
      <div className="grid max-w-2xl gap-5">
        <h1 className="font-extrabold text-4xl sm:text-5xl">{t('title')}</h1>
        <p className="text-ink-soft text-lg">{t('lead', { site: env.SITE_NAME })}</p>
        <div className="flex flex-wrap gap-3">
          <Link href="/signup" className={buttonClass.primary}>
            {common('signUp')}
          </Link>
          <Link href="/login" className={buttonClass.secondary}>
            {common('signIn')}
          </Link>
        </div>
        {isMailboxOpen() && (
          <Link href="/mailbox" className={linkClass}>
            {common('mailbox')}
          </Link>
        )}
      </div>
      <ul className="grid gap-4 sm:grid-cols-3">
        {points.map((point) => (
          <li key={point} className="grid content-start gap-1 rounded-2xl border border-line bg-surface p-5">
            <h2 className="font-bold">{t(`points.${point}.title`)}</h2>
            <p className="text-ink-soft">{t(`points.${point}.text`)}</p>
          </li>
        ))}
      </ul>
    </div>
  )
}

async function SignedInHome({ user }: { user: CurrentUser }) {
  const t = await getTranslations('home')
  const steps = ['profile', 'devices', 'security'] as const
  return (
    <div className="mx-auto grid max-w-3xl gap-6">
      <div className="grid gap-1">
        <h1 className="font-bold text-2xl sm:text-3xl">{t('welcome', { name: user.name || user.email })}</h1>
        <p className="text-ink-soft">{t('signedInAs', { email: user.email })}</p>
      </div>
      <Card>
        <ul className="-my-2 divide-y divide-line">
          {steps.map((step) => (
            <li key={step}>
              <Link
                href={`/${step}`}
                className="flex min-h-12 items-center justify-between gap-4 font-medium hover:text-accent"
              >
                {t(`next.${step}`)}
                <span aria-hidden="true">→</span>
              </Link>
            </li>
          ))}
        </ul>
      </Card>
    </div>
  )
}
