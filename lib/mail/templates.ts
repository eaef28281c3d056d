import { createTranslator } from 'use-intl/core'
import { env } from '@/lib/env'
import { mail as en } from '@/lib/messages/en/mail'
import { inOneUnit } from '@/lib/messages/in-one-unit'
import { mail as ko } from '@/lib/messages/ko/mail'
import type { Device } from '@/lib/sessions/device'
import { renderHtml, renderText } from './render-mail'

/** What each template needs; addresses are links made from AUTH_URL. */
export type TemplateData = {
  'confirm-email': { name: string; url: string; code?: string }
  /** Where an API client asked for the code there is no page of ours to lead back to. */
  'sign-in-code': { code: string; isByApi: boolean }
  'prove-address': { code: string; provider: string; offer: string }
  'already-registered': { url: string }
  'provider-linked': { provider: string; undoUrl: string }
  'provider-unlinked': { provider: string; undoUrl: string }
  'account-made': { provider: string; undoUrl: string }
  'squatter-evicted': { provider: string }
  'reset-password': { url: string }
  'refresh-reuse': Record<string, never>
  'password-changed': { undoUrl: string; endsSignIns: boolean }
  'confirm-address': { url: string }
  'address-added': { address: string; undoUrl: string }
  'address-removed': { address: string; undoUrl?: string }
  'main-address-changed': { address: string; undoUrl: string }
  'change-undone': Record<string, never>
  'account-deleted': { url: string; days: number }
  'export-ready': { url: string; days: number }
  'personal-token-created': { scopes: string[]; days: number; undoUrl: string }
  'new-device': { device: Device; ip: string; undoUrl: string }
}

export type TemplateName = keyof TemplateData
export type MailContent = { subject: string; text: string; html: string }

// Only what cannot be read as an address or a number to call: whoever types a name need not be who reads the mail.
const PLAIN_NAME = /^(?!.*\.\S)[\p{L}\p{M} .,'’-]{1,40}$/u

function translator(locale: string) {
  return locale === 'ko'
    ? createTranslator({ locale: 'ko', messages: { mail: ko }, namespace: 'mail' })
    : createTranslator({ locale: 'en', messages: { mail: en }, namespace: 'mail' })
}

type Translator = ReturnType<typeof translator>
type Wording = {
  subject: string
  name?: string
  body: string
  hint: string
  /** A code to type in another browser, and what to say of it. */
  code?: { text: string; digits: string }
  /** The link by which whoever reads the mail undoes what it tells of. */
  undoUrl?: string
} & (Leading | { button?: never; url?: never })
/** What to press, and where that leads. */
type Leading = { button: string; url: string }
type Templates = { [Name in TemplateName]: (data: TemplateData[Name], t: Translator) => Wording }

const templates: Templates = {
  'confirm-email': ({ name, url, code }, t) => ({
    ...(code !== undefined && { code: { text: t('confirmEmail.code'), digits: code } }),
    ...{ name, url, subject: t('confirmEmail.subject', { site: env.SITE_NAME }) },
    ...{ body: t('confirmEmail.body'), button: t('confirmEmail.button') },
    hint: t('confirmEmail.hint', { lifetime: lifetimeInWords(env.CONFIRM_EMAIL_SECONDS, t) }),
  }),
  'sign-in-code': ({ code: digits, isByApi }, t) => {
    const [code, hint] = [{ text: t('signInCode.code'), digits }, t('signInCode.hint')]
    const wording = { subject: t('signInCode.subject', { site: env.SITE_NAME }), code, hint }
    if (isByApi) return { ...wording, body: t('signInCode.bodyByApi') }
    const leading = { button: t('signInCode.button'), url: `${env.AUTH_URL}/login/code?step=code` }
    return { ...wording, ...leading, body: t('signInCode.body') }
  },
  'prove-address': ({ code, provider, offer }, t) => ({
    subject: t('proveAddress.subject', { site: env.SITE_NAME }),
    ...{ body: t('proveAddress.body', { provider }), code: { text: t('proveAddress.code'), digits: code } },
    ...{
      button: t('proveAddress.button'),
      url: `${env.AUTH_URL}/prove-address?${new URLSearchParams({ step: 'code', offer })}`,
      hint: t('proveAddress.hint'),
    },
  }),
  'already-registered': ({ url }, t) => ({
    ...{ url, subject: t('alreadyRegistered.subject', { site: env.SITE_NAME }) },
    ...{ body: t('alreadyRegistered.body'), button: t('alreadyRegistered.button') },
    hint: t('alreadyRegistered.hint'),
  }),
  'provider-linked': ({ provider, undoUrl }, t) => ({
    undoUrl,
    subject: t('providerLinked.subject', { site: env.SITE_NAME, provider }),
    ...{ body: t('providerLinked.body', { provider }), button: t('providerLinked.button') },
    ...{ url: `${env.AUTH_URL}/security`, hint: t('providerLinked.hint', { provider }) },
  }),
  'provider-unlinked': ({ provider, undoUrl }, t) => ({
    undoUrl,
    subject: t('providerUnlinked.subject', { site: env.SITE_NAME, provider }),
    ...{ body: t('providerUnlinked.body', { provider }), button: t('providerLinked.button') },
    ...{ url: `${env.AUTH_URL}/security`, hint: t('undoHint') },
  }),
  'account-made': ({ provider, undoUrl }, t) => ({
    undoUrl,
    subject: t('accountMade.subject', { site: env.SITE_NAME, provider }),
    ...{ body: t('accountMade.body', { provider }), button: t('accountMade.button') },
    ...{ url: `${env.AUTH_URL}/profile`, hint: t('accountMade.hint', { provider }) },
  }),
  'reset-password': ({ url }, t) => ({
    ...{ url, subject: t('resetPassword.subject', { site: env.SITE_NAME }) },
    ...{ body: t('resetPassword.body'), button: t('resetPassword.button') },
    hint: t('resetPassword.hint', { lifetime: lifetimeInWords(env.RESET_PASSWORD_SECONDS, t) }),
  }),
  'refresh-reuse': (_, t) => ({
    subject: t('refreshReuse.subject', { site: env.SITE_NAME }),
    ...{ body: t('refreshReuse.body'), button: t('refreshReuse.button') },
    ...{ url: `${env.AUTH_URL}/devices`, hint: t('refreshReuse.hint') },
  }),
  'password-changed': ({ undoUrl, endsSignIns }, t) => ({
    undoUrl,
    subject: t('passwordChanged.subject', { site: env.SITE_NAME }),
    ...{ body: t(`passwordChanged.${endsSignIns ? 'body' : 'bodySignedIn'}`), button: t('passwordChanged.button') },
    ...{ url: `${env.AUTH_URL}/security`, hint: t('passwordChanged.hint') },
  }),
  // Not the name of the token: whoever made it chose the name, and need not be who reads the mail.
  'personal-token-created': ({ scopes, days, undoUrl }, t) => ({
    undoUrl,
    subject: t('personalTokenCreated.subject', { site: env.SITE_NAME }),
    ...{ body: t('personalTokenCreated.body', { scopes: scopes.join(', '), days }) },
    ...{ button: t('personalTokenCreated.button'), hint: t('personalTokenCreated.hint') },
    url: `${env.AUTH_URL}/security/tokens`,
  }),
  'confirm-address': ({ url }, t) => ({
    ...{ url, subject: t('confirmAddress.subject', { site: env.SITE_NAME }) },
    ...{ body: t('confirmAddress.body'), button: t('confirmAddress.button') },
    hint: t('confirmAddress.hint', { lifetime: lifetimeInWords(env.CONFIRM_EMAIL_SECONDS, t) }),
  }),
  'address-added': (data, t) => aboutAddress('addressAdded', data, t),
  'address-removed': (data, t) => aboutAddress('addressRemoved', data, t),
  'main-address-changed': (data, t) => aboutAddress('mainAddressChanged', data, t),
  'change-undone': (_, t) => ({
    subject: t('changeUndone.subject', { site: env.SITE_NAME }),
    ...{ body: t('changeUndone.body'), button: t('changeUndone.button') },
    ...{ url: `${env.AUTH_URL}/security`, hint: t('changeUndone.hint') },
  }),
  'account-deleted': ({ url, days }, t) => ({
    ...{ url, subject: t('accountDeleted.subject', { site: env.SITE_NAME }) },
    ...{ body: t('accountDeleted.body', { days }), button: t('accountDeleted.button') },
    hint: t('accountDeleted.hint', { days }),
  }),
  'export-ready': ({ url, days }, t) => ({
    ...{ url, subject: t('exportReady.subject', { site: env.SITE_NAME }) },
    ...{ body: t('exportReady.body'), button: t('exportReady.button') },
    hint: t('exportReady.hint', { days }),
  }),
  'new-device': ({ device, ip, undoUrl }, t) => ({
    ...{ undoUrl, subject: t('newDevice.subject', { site: env.SITE_NAME }) },
    body: t('newDevice.body', { device: deviceInWords(device, t), ip }),
    ...{ button: t('newDevice.button'), url: `${env.AUTH_URL}/devices`, hint: t('newDevice.hint') },
  }),
  'squatter-evicted': ({ provider }, t) => ({
    subject: t('squatterEvicted.subject', { site: env.SITE_NAME }),
    ...{ body: t('squatterEvicted.body', { provider }), button: t('squatterEvicted.button') },
    ...{ url: `${env.AUTH_URL}/security`, hint: t('squatterEvicted.hint', { provider }) },
  }),
}

/** How long a link works; never longer than it does. */
function lifetimeInWords(seconds: number, t: Translator): string {
  const { unit, count } = inOneUnit(seconds, Math.floor)
  return t(`lifetime.${unit}`, { count })
}

// Not the name of a program: whoever sends it chooses it, and need not be who reads the mail.
function deviceInWords({ kind, browser, os }: Device, t: Translator): string {
  const names = kind === 'program' ? [] : [browser, os].filter((name) => name !== undefined)
  return [t(`newDevice.kind.${kind}`), ...(names.length > 0 ? [`(${names.join(', ')})`] : [])].join(' ')
}

function aboutAddress(
  news: 'addressAdded' | 'addressRemoved' | 'mainAddressChanged',
  { address, undoUrl }: { address: string; undoUrl?: string },
  t: Translator,
): Wording {
  return {
    ...{ subject: t(`${news}.subject`, { site: env.SITE_NAME }), body: t(`${news}.body`, { address }) },
    ...{ button: t('seeAddresses'), url: `${env.AUTH_URL}/security/addresses` },
    ...(undoUrl === undefined ? { hint: t('undoElsewhere') } : { undoUrl, hint: t('undoHint') }),
  }
}

/** Writes one mail in one language, as text and as HTML. */
export function renderMail<Name extends TemplateName>(
  template: Name,
  locale: string,
  data: TemplateData[Name],
): MailContent {
  const t = translator(locale)
  const { name, undoUrl, button, url, ...wording } = templates[template](data, t)
  const letter = {
    ...wording,
    locale: locale === 'ko' ? 'ko' : 'en',
    greeting: name && PLAIN_NAME.test(name) ? t('greeting', { name }) : t('greetingPlain'),
    ...(url !== undefined && { link: { text: button, url, hint: t('openLink') } }),
    ...(undoUrl !== undefined && { undo: { text: t('undo'), url: undoUrl } }),
    footer: t('footer', { site: env.SITE_NAME }),
  }
  return { subject: wording.subject, text: renderText(letter), html: renderHtml(letter) }
}
