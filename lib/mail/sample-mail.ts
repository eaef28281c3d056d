import { env } from '@/lib/env'
import { type MailContent, renderMail, type TemplateData, type TemplateName } from './templates'

type Samples = { [Name in TemplateName]: TemplateData[Name] }

const linkTo = (path: string) => `${env.AUTH_URL}/${path}?token=sample`

/** One example of every template; a template without one does not compile. */
const samples = (): Samples => ({
  'confirm-email': { name: 'Mina', url: linkTo('verify-email'), code: '294118' },
  'sign-in-code': { code: '294118', isByApi: false },
  'prove-address': { code: '294118', provider: 'Naver', offer: 'sample' },
  'already-registered': { url: `${env.AUTH_URL}/login` },
  'provider-linked': { provider: 'Google', undoUrl: linkTo('undo') },
  'provider-unlinked': { provider: 'Google', undoUrl: linkTo('undo') },
  'account-made': { provider: 'GitHub', undoUrl: linkTo('undo') },
  'reset-password': { url: linkTo('reset-password') },
  'refresh-reuse': {},
  'password-changed': { undoUrl: linkTo('undo'), endsSignIns: true },
  'personal-token-created': { scopes: ['profile:read'], days: 30, undoUrl: linkTo('undo') },
  'confirm-address': { url: linkTo('security/addresses/confirm') },
  'address-added': { address: 'new@example.org', undoUrl: linkTo('undo') },
  'address-removed': { address: 'old@example.org', undoUrl: linkTo('undo') },
  'main-address-changed': { address: 'new@example.org', undoUrl: linkTo('undo') },
  'change-undone': {},
  'account-deleted': { url: linkTo('undo-deletion'), days: 14 },
  'export-ready': { url: linkTo('your-data/download'), days: 7 },
  'new-device': {
    ...{ device: { kind: 'computer', browser: 'Firefox', os: 'Linux' }, ip: '192.0.2.7' },
    undoUrl: linkTo('undo'),
  },
  'squatter-evicted': { provider: 'Google' },
})

export const templateNames = (): TemplateName[] => Object.keys(samples()) as TemplateName[]

export function renderSample(template: TemplateName, locale: string): MailContent {
  return renderMail(template, locale, samples()[template])
}
