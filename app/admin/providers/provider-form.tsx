import { getTranslations } from 'next-intl/server'
import type { EditableApp } from '@/lib/social/list-configured-providers'
import type { ProviderKind } from '@/lib/social/provider-settings'
import { Card } from '@/lib/ui/card'
import { Checkbox } from '@/lib/ui/checkbox'
import { TextField } from '@/lib/ui/field'
import { Form } from '@/lib/ui/form'
import { SubmitButton } from '@/lib/ui/submit-button'
import { TextArea } from '@/lib/ui/text-area'
import { addAppAction, changeAppAction } from './actions'

type ProviderFormProps = { kind: ProviderKind; app?: EditableApp }

/** Gives a provider keys, or changes them; a secret that is kept is never shown. */
export async function ProviderForm({ kind, app }: ProviderFormProps) {
  const t = await getTranslations('admin.providers')
  return (
    <Card title={t('keys')}>
      <Form action={app ? changeAppAction : addAppAction}>
        {app ? (
          <input type="hidden" name="provider" value={app.provider} />
        ) : (
          <input type="hidden" name="kind" value={kind} />
        )}
        {!app && kind === 'openid' && <Place />}
        <TextField
          name="clientId"
          label={t(kind === 'kakao' ? 'kakaoClientId' : 'clientId')}
          {...(app && ['kakao', 'naver'].includes(kind) && { hint: t('clientIdHint') })}
          autoComplete="off"
          spellCheck={false}
          defaultValue={app?.clientId}
        />
        <TextField
          name="clientSecret"
          type="password"
          label={t('clientSecret')}
          hint={t(app ? 'clientSecretKept' : 'clientSecretHint')}
          autoComplete="off"
        />
        {kind === 'openid' && <EndpointOrigins origins={app?.endpointOrigins} />}
        {kind === 'kakao' && (
          <TextField
            name="appId"
            label={t('appId')}
            hint={t('appIdHint')}
            inputMode="numeric"
            defaultValue={app?.appId ?? ''}
          />
        )}
        {['google', 'kakao', 'openid'].includes(kind) && (
          <TextArea
            name="nativeClientIds"
            label={t('nativeClientIds')}
            hint={t('nativeClientIdsHint')}
            rows={2}
            defaultValue={app?.nativeClientIds.join('\n') ?? ''}
          />
        )}
        <TextField
          name="callbackUrl"
          label={t('callbackUrl')}
          hint={t('callbackUrlHint')}
          autoComplete="off"
          spellCheck={false}
          defaultValue={app?.callbackUrl ?? ''}
        />
        <Checkbox
          name="keepsTokens"
          label={t('keepsTokens')}
          hint={t('keepsTokensHint')}
          defaultChecked={app?.keepsTokens ?? false}
        />
        <SubmitButton className="justify-self-start">{t(app ? 'save' : 'create')}</SubmitButton>
      </Form>
    </Card>
  )
}

async function Place() {
  const t = await getTranslations('admin.providers')
  return (
    <>
      <TextField name="name" label={t('name')} hint={t('nameHint')} autoComplete="off" />
      <TextField name="provider" label={t('id')} hint={t('idHint')} autoComplete="off" spellCheck={false} />
      <TextField
        name="issuer"
        type="url"
        label={t('issuer')}
        hint={t('issuerHint')}
        placeholder="https://id.example.com"
        autoComplete="off"
      />
    </>
  )
}

async function EndpointOrigins({ origins = [] }: { origins?: string[] | undefined }) {
  const t = await getTranslations('admin.providers')
  return (
    <TextArea
      name="endpointOrigins"
      label={t('endpointOrigins')}
      hint={t('endpointOriginsHint')}
      rows={2}
      defaultValue={origins.join('\n')}
    />
  )
}
