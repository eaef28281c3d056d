import { headers } from 'next/headers'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { getLocale, getTranslations } from 'next-intl/server'
import { PASSAGE_HEADER } from '@/lib/http/client'
import { checkProvider } from '@/lib/social/check-provider'
import { checkFromOutside, checkProxy } from '@/lib/social/checks/check-origin'
import { type Finding, look } from '@/lib/social/checks/finding'
import { nameIn } from '@/lib/social/name-in'
import { findProviderSettings } from '@/lib/social/providers'
import { Badge } from '@/lib/ui/badge'
import { Card } from '@/lib/ui/card'
import { linkClass } from '@/lib/ui/classes'
import { Page } from '@/lib/ui/page'
import { requireOwner, requireRecentSignIn } from '@/lib/web/current-user'
import { FindingText } from '../../finding-text'

type Props = { params: Promise<{ id: string }> }

export async function generateMetadata() {
  const t = await getTranslations('admin.providers')
  return { title: t('check') }
}

/** Looks at everything that can be looked at without a person, each time it is opened; it changes nothing. */
export default async function CheckPage({ params }: Props) {
  await requireOwner()
  const { id } = await params
  await requireRecentSignIn(`/admin/providers/${encodeURIComponent(id)}/check`)
  const settings = await findProviderSettings(id)
  if (!settings) notFound()
  const passage = (await headers()).get(PASSAGE_HEADER)
  const findings = [...(await checkFromOutside()), await look('proxy', () => checkProxy(passage))]
  const t = await getTranslations('admin.providers')
  return (
    <Page title={t('checkOf', { provider: nameIn(await getLocale(), settings) })} lead={t('checkLead')}>
      <Card>
        <ul className="-my-4 divide-y divide-line">
          {[...(await checkProvider(settings)), ...findings].map((finding) => (
            <FindingRow key={finding.check} finding={finding} />
          ))}
        </ul>
      </Card>
      <p className="flex flex-wrap gap-6">
        <a href={`/admin/providers/${id}/check`} className={linkClass}>
          {t('checkAgain')}
        </a>
        <Link href={`/admin/providers/${id}`} className={linkClass}>
          {t('back')}
        </Link>
      </p>
    </Page>
  )
}

async function FindingRow({ finding }: { finding: Finding }) {
  const { check, fault } = finding
  const t = await getTranslations('doctor')
  return (
    <li className="grid gap-1 py-4">
      <p className="flex flex-wrap items-center gap-2 font-semibold">
        {t(`check.${check}`)} {!fault && <Badge>{t('fine')}</Badge>}
      </p>
      {fault && (
        <p className="break-words text-danger">
          <FindingText finding={finding} />
        </p>
      )}
    </li>
  )
}
