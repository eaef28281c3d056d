import { getTranslations } from 'next-intl/server'
import { servedPath } from '@/lib/openapi/document'
import { type Endpoint, endpoints } from '@/lib/openapi/endpoints'
import { fieldNames } from '@/lib/openapi/field-names'
import { Badge } from '@/lib/ui/badge'
import { Card } from '@/lib/ui/card'
import { linkClass } from '@/lib/ui/classes'
import { Page } from '@/lib/ui/page'

export async function generateMetadata() {
  const t = await getTranslations('developers')
  return { title: t('title') }
}

const groups = [...new Set(endpoints.map(({ group }) => group))]

export default async function DevelopersPage() {
  const t = await getTranslations('developers')
  return (
    <Page title={t('title')} lead={t('lead')}>
      <a href="/accounts/openapi.json" className={linkClass}>
        {t('document')}
      </a>
      {groups.map((group) => (
        <Card key={group} title={t(`groups.${group}`)}>
          <ul className="-my-4 divide-y divide-line">
            {endpoints
              .filter((endpoint) => endpoint.group === group)
              .map((endpoint) => (
                <EndpointRow key={endpoint.id} endpoint={endpoint} />
              ))}
          </ul>
        </Card>
      ))}
    </Page>
  )
}

async function EndpointRow({ endpoint }: { endpoint: Endpoint }) {
  const { id, method, path, isGuarded, input, answers } = endpoint
  const t = await getTranslations('developers')
  const fields = input ? fieldNames(input) : []
  return (
    <li className="grid gap-1 py-4">
      <p className="flex flex-wrap items-center gap-2">
        <code className="break-all font-semibold">
          {method.toUpperCase()} {servedPath(path)}
        </code>
        {isGuarded && <Badge>{t('guarded')}</Badge>}
      </p>
      <p>{withCode(t(`endpoints.${id as 'readMe'}`))}</p>
      <p className="break-words text-ink-soft text-sm">
        {fields.length > 0 && `${t('fields')}: ${fields.join(', ')} · `}
        {t('answers')}: {Object.keys(answers).join(', ')}
      </p>
    </li>
  )
}

// The texts are the OpenAPI document's too, whose readers know Markdown.
function withCode(text: string) {
  return text.split('`').map((part, index) => (index % 2 === 1 ? <code key={part}>{part}</code> : part))
}
