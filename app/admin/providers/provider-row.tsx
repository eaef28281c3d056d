import Link from 'next/link'
import { getLocale, getTranslations } from 'next-intl/server'
import type { ConfiguredProvider } from '@/lib/social/list-configured-providers'
import { nameIn } from '@/lib/social/name-in'
import { Badge } from '@/lib/ui/badge'
import { linkClass } from '@/lib/ui/classes'

export async function ProviderRow({ provider }: { provider: ConfiguredProvider }) {
  const { id, clientId, source, isEnabled, isOverridden } = provider
  const t = await getTranslations('admin.providers')
  return (
    <li className="grid gap-1 py-4">
      <p className="flex flex-wrap items-center gap-2">
        <Link href={`/admin/providers/${id}`} className={linkClass}>
          {nameIn(await getLocale(), provider)}
        </Link>
        <Badge>{t(`source.${source}`)}</Badge>
        {!isEnabled && <Badge>{t('off')}</Badge>}
      </p>
      <p className="break-all text-ink-soft text-sm">
        {t('clientId')}: <code>{clientId}</code>
      </p>
      {isOverridden && <p className="text-sm">{t('overridden')}</p>}
    </li>
  )
}
