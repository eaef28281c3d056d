import { createHash } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { env } from '@/lib/env'
import { server as en } from '@/lib/messages/en/server'
import { server as ko } from '@/lib/messages/ko/server'
import { readCookie } from './read-cookie'

export type PageProblem = 'bad_request' | 'cross_origin' | 'payload_too_large' | 'internal' | 'unavailable'

const STYLE = `
:root { color-scheme: light dark; font-family: Pretendard, system-ui, "Apple SD Gothic Neo", "Malgun Gothic", sans-serif; }
:root[data-theme="light"] { color-scheme: light; }
:root[data-theme="dark"] { color-scheme: dark; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; line-height: 1.6; word-break: keep-all;
  background: light-dark(#f5f6f4, #101412); color: light-dark(#14201b, #eef3f0); }
main { box-sizing: border-box; width: min(28rem, 100% - 2rem); padding: 2rem; border-radius: 1rem;
  background: light-dark(#fff, #181d1b); border: 1px solid light-dark(#dfe4e0, #2c3431); }
h1 { margin: 0 0 .5rem; font-size: 1.5rem; line-height: 1.3; }
p { margin: 0 0 1rem; }
a { color: light-dark(#0b6b4f, #5fd3a8); }
small { color: light-dark(#4d5b55, #a9b6b0); overflow-wrap: anywhere; }
`
const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64')

export const PROBLEM_PAGE_POLICY = `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`

/** A page that needs nothing else to be shown: no script, no file, no database, no Next. */
export function problemPage(problem: PageProblem, headers: IncomingHttpHeaders, requestId: string): string {
  const language = preferredLanguage(headers)
  const messages = language === 'ko' ? ko : en
  const { title, text } = messages[problem]
  const theme = readCookie(headers.cookie, 'theme')
  const themeAttribute = theme === 'light' || theme === 'dark' ? ` data-theme="${theme}"` : ''
  return `<!doctype html>
<html lang="${language}"${themeAttribute}>
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · ${escapeHtml(env.SITE_NAME)}</title><style>${STYLE}</style></head>
<body><main><h1>${title}</h1><p>${text}</p><p><a href="/">${messages.home}</a></p>
<small>${messages.requestId}: ${requestId}</small></main></body></html>`
}

function preferredLanguage({ cookie, 'accept-language': accepted = '' }: IncomingHttpHeaders): 'en' | 'ko' {
  const chosen = readCookie(cookie, 'locale')
  if (chosen === 'en' || chosen === 'ko') return chosen
  return /^\s*ko\b/i.test(accepted) ? 'ko' : 'en'
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
