import { getTranslations } from 'next-intl/server'

/** A line with "or" between two ways to do the same; gone when nothing stands above it. */
export async function Divider() {
  const t = await getTranslations('common')
  return (
    <p className="flex items-center gap-3 text-ink-soft text-sm first:hidden before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
      {t('or')}
    </p>
  )
}
