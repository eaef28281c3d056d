import { getTranslations } from 'next-intl/server'
import { Card } from '@/lib/ui/card'
import { TextField } from '@/lib/ui/field'
import { Form } from '@/lib/ui/form'
import { Page } from '@/lib/ui/page'
import { SubmitButton } from '@/lib/ui/submit-button'
import { takeHandOffAction } from '@/lib/web/hand-off-actions'
import { type PageQuery, readQuery } from '@/lib/web/page-query'

export async function generateMetadata() {
  const t = await getTranslations('social.handOff')
  return { title: t('title') }
}

// The code is looked up by the form alone: what opens addresses by itself, such as a preview, would use it up.
export default async function ContinuePage({ searchParams }: PageQuery) {
  const { code = '' } = await readQuery(searchParams)
  const t = await getTranslations('social.handOff')
  return (
    <Page width="narrow" title={t('title')} lead={t('lead')}>
      <Card>
        <Form action={takeHandOffAction}>
          <TextField
            name="code"
            label={t('code')}
            hint={t('codeHint')}
            defaultValue={code}
            autoComplete="off"
            autoCapitalize="characters"
            spellCheck={false}
            maxLength={16}
            required
          />
          <SubmitButton>{t('submit')}</SubmitButton>
        </Form>
      </Card>
    </Page>
  )
}
