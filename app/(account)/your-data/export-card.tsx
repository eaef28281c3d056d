import { getFormatter, getTranslations } from 'next-intl/server'
import { findExport } from '@/lib/exports/request-export'
import { Alert } from '@/lib/ui/alert'
import { Card } from '@/lib/ui/card'
import { Form } from '@/lib/ui/form'
import { SubmitButton } from '@/lib/ui/submit-button'
import { requestExportAction } from './actions'

export async function ExportCard({ userId }: { userId: string }) {
  const t = await getTranslations('yourData.export')
  const format = await getFormatter()
  const last = await findExport(userId)
  const until = last && format.dateTime(last.expiresAt, 'moment')
  return (
    <Card title={t('title')}>
      <p>{t('text')}</p>
      {last?.isGivenUp && <Alert tone="danger">{t('failed')}</Alert>}
      {last && !last.isGivenUp && (
        <p className="text-ink-soft">{last.madeAt ? t('ready', { until: until ?? '' }) : t('pending')}</p>
      )}
      {last && !last.isRepeatable ? (
        <p className="text-ink-soft text-sm">{t('onceADay')}</p>
      ) : (
        <Form action={requestExportAction}>
          <SubmitButton look="secondary" className="justify-self-start">
            {t('submit')}
          </SubmitButton>
        </Form>
      )}
    </Card>
  )
}
