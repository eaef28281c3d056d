import { getFormatter, getTranslations } from 'next-intl/server'
import type { FoundUndo } from '@/lib/accounts/undo-change'
import { Checkbox } from '@/lib/ui/checkbox'

/** What was changed before, and can still be undone, with the choice to do so. */
export async function EarlierChanges({ changes }: { changes: FoundUndo['earlier'] }) {
  const t = await getTranslations('auth.undo')
  const format = await getFormatter()
  return (
    <div>
      <p id="earlier">{t('earlier')}</p>
      <ul aria-labelledby="earlier" className="list-disc pl-6">
        {changes.map(({ act, at }) => (
          <li key={`${act} ${at.toISOString()}`}>
            {t(`act.${act}`)}{' '}
            <time dateTime={at.toISOString()} className="text-ink-soft text-sm">
              {format.dateTime(at, 'moment')}
            </time>
          </li>
        ))}
      </ul>
      <Checkbox name="isAll" label={t('all')} hint={t('allHint')} />
    </div>
  )
}
