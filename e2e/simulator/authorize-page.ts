import type { Authorization } from './authorization'
import { type Person, transportFaults } from './people'

const texts = {
  en: {
    title: 'Simulated provider',
    lead: 'This page stands in for {provider} on this machine. Choose who signs in.',
    people: 'People',
    noEmail: 'no e-mail address',
    unverified: 'address not verified',
    managed: 'managed by {hd}',
    fault: 'fault: {fault}',
    newPerson: 'Somebody new',
    name: 'Name',
    email: 'E-mail',
    emailVerified: 'The address is verified',
    signIn: 'Sign in',
    cancel: 'Cancel',
    refused: 'This request is refused',
    faults: 'What goes wrong next',
    faultsLead: 'It happens to the next sign-ins, whoever it is that signs in.',
    provider: 'Provider',
    faultName: 'Fault',
    place: 'Where',
    placeHint: 'said of {faults} alone',
    times: 'How often',
    set: 'Set',
    clear: 'Nothing goes wrong',
    fedCm: 'Who is signed in here',
    fedCmLead: 'A browser that knows FedCM offers this person on pages that ask for it.',
  },
  ko: {
    title: '모의 로그인 제공자',
    lead: '이 컴퓨터에서 {provider} 로그인을 대신하는 화면이에요. 로그인할 사람을 골라 주세요.',
    people: '사람 목록',
    noEmail: '이메일 주소 없음',
    unverified: '확인되지 않은 주소',
    managed: '{hd}에서 관리',
    fault: '오류: {fault}',
    newPerson: '새로운 사람',
    name: '이름',
    email: '이메일',
    emailVerified: '확인된 주소예요',
    signIn: '로그인',
    cancel: '취소',
    refused: '받아들일 수 없는 요청이에요',
    faults: '다음에 일어날 오류',
    faultsLead: '누가 로그인하든 다음 로그인에서 일어나요.',
    provider: '제공자',
    faultName: '오류',
    place: '일어날 곳',
    placeHint: '{faults}에만 쓰여요',
    times: '횟수',
    set: '설정하기',
    clear: '오류 없애기',
    fedCm: '여기에 로그인한 사람',
    fedCmLead: 'FedCM을 지원하는 브라우저가 이 사람을 로그인 화면에서 제안해요.',
  },
} as const

type Language = keyof typeof texts

export function languageOf(acceptLanguage: string | undefined): Language {
  return acceptLanguage?.toLowerCase().startsWith('ko') ? 'ko' : 'en'
}

type AuthorizePage = { people: Person[]; request: Authorization; language: Language; provider: string }

/** The page on which one chooses who signs in; plain forms, no scripts. */
export function renderAuthorizePage({ people, request, language, provider }: AuthorizePage): string {
  const t = texts[language]
  const hidden = Object.entries(request).map(
    ([name, value]) => `<input type="hidden" name="${name}" value="${safe(value ?? '')}">`,
  )
  const form = (content: string) => `<form method="post">${hidden.join('')}${content}</form>`
  const buttons = people.map((person) => `<li>${form(personButton(person, language))}</li>`)
  return document(
    language,
    `<h1>${t.title}</h1><p>${t.lead.replace('{provider}', provider)}</p>
<h2>${t.people}</h2><ul>${buttons.join('\n')}</ul>
<h2>${t.newPerson}</h2>
${form(`<label>${t.name}<input name="name" required maxlength="80"></label>
<label>${t.email}<input name="email" type="email"></label>
<label class="row"><input name="emailVerified" type="checkbox" checked>${t.emailVerified}</label>
<button name="act" value="new">${t.signIn}</button>`)}
${form(`<button name="act" value="cancel" class="quiet" formnovalidate>${t.cancel}</button>`)}`,
  )
}

type FaultForm = {
  settings: { provider: string; fault: string; at: string; times: number }[]
  faults: readonly string[]
  places: readonly string[]
  providers: readonly string[]
}

/** The page on which one sets what goes wrong next. */
export function renderFaults({ settings, faults, places, providers }: FaultForm, language: Language): string {
  const t = texts[language]
  const options = (values: readonly string[]) => values.map((value) => `<option>${safe(value)}</option>`).join('')
  const rows = settings.map(
    ({ provider, fault, at, times }) => `<li>${safe(`${provider}, ${at}: ${fault} × ${times}`)}</li>`,
  )
  const placeHint = t.placeHint.replace('{faults}', transportFaults.join(', '))
  return document(
    language,
    `<h1>${t.faults}</h1><p>${t.faultsLead}</p><ul>${rows.join('')}</ul>
<form method="post"><label>${t.provider}<select name="provider">${options(providers)}</select></label>
<label>${t.faultName}<select name="fault">${options(faults)}</select></label>
<label>${t.place} (${placeHint})<select name="at">${options(places)}</select></label>
<label>${t.times}<input name="times" type="number" min="1" max="1000" value="1"></label>
<button>${t.set}</button></form>
<form method="post"><button name="act" value="clear" class="quiet">${t.clear}</button></form>`,
  )
}

/** The page on which one signs in at the provider itself, for FedCM. */
export function renderFedCmSignIn(people: Person[], language: Language): string {
  const t = texts[language]
  const buttons = people.map((person) => `<li><form>${personButton(person, language)}</form></li>`)
  return document(language, `<h1>${t.fedCm}</h1><p>${t.fedCmLead}</p><ul>${buttons.join('\n')}</ul>`)
}

export function renderRefusal(reason: string, language: Language): string {
  return document(language, `<h1>${texts[language].refused}</h1><pre>${safe(reason)}</pre>`)
}

function personButton({ sub, name, email, emailVerified, hd, fault, at }: Person, language: Language): string {
  const t = texts[language]
  const notes = [
    email ?? t.noEmail,
    ...(email && !emailVerified ? [t.unverified] : []),
    ...(hd ? [t.managed.replace('{hd}', hd)] : []),
    ...(fault ? [t.fault.replace('{fault}', at ? `${fault}, ${at}` : fault)] : []),
  ]
  return `<button name="sub" value="${safe(sub)}"><strong>${safe(name)}</strong><span>${safe(notes.join(' · '))}</span></button>`
}

function document(language: Language, body: string): string {
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${texts[language].title}</title><style>
:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
body{max-width:30rem;margin:2rem auto;padding:0 1rem;border-top:6px dashed #8a5a00}
ul{list-style:none;padding:0;display:grid;gap:.5rem}form{display:grid;gap:.75rem;margin:0 0 .5rem}
button,select,input:not([type=checkbox]){font:inherit;padding:.6rem .8rem;border:1px solid #757575;border-radius:.4rem;width:100%;box-sizing:border-box;min-height:44px}
button{text-align:left;cursor:pointer;background:light-dark(#f3f1ec,#2b2a27);color:inherit}
button span{display:block;font-size:.875rem}label{display:grid;gap:.25rem}.row{display:flex;align-items:center;gap:.5rem}
pre{white-space:pre-wrap}
</style></head><body><main>${body}</main></body></html>`
}

function safe(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '')
}
