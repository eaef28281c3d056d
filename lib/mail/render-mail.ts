export type Letter = {
  locale: string
  subject: string
  greeting: string
  body: string
  button: string
  url: string
  hint: string
  /** What to type where the person began. */
  code?: { text: string; digits: string }
  /** How to undo what the mail tells of. */
  undo?: { text: string; url: string }
  openLink: string
  footer: string
}

export function renderText({ greeting, body, url, hint, code, undo, footer }: Letter): string {
  const typing = code ? [`${code.text}\n${code.digits}`] : []
  const undoing = undo ? [`${undo.text}\n${undo.url}`] : []
  return [greeting, body, url, ...typing, hint, ...undoing, `-- \n${footer}`].join('\n\n')
}

const FONT = "'Pretendard', 'Apple SD Gothic Neo', 'Malgun Gothic', 'Segoe UI', Roboto, Arial, sans-serif"

// Tables and inline styles, because mail programs read no others; nothing is loaded from anywhere.
export function renderHtml(letter: Letter): string {
  const { locale, subject, greeting, body, button, url, hint, code, undo, openLink, footer } = escaped(letter)
  const typing = code
    ? `<p>${code.text}<br><strong style="font-size:28px;letter-spacing:6px">${code.digits}</strong></p>\n`
    : ''
  const undoing = undo
    ? `<p style="font-size:14px"><a href="${undo.url}" style="color:#b3261e;font-weight:600">${undo.text}</a></p>\n`
    : ''
  return `<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>${subject}</title>
</head>
<body style="margin:0;padding:24px;font-family:${FONT};font-size:16px;line-height:1.6;word-break:keep-all">
<table role="presentation" width="100%" style="max-width:560px;margin:0 auto">
<tr><td>
<p>${greeting}</p>
<p>${body}</p>
<p style="margin:28px 0"><a href="${url}" style="background:#0b6b4f;color:#ffffff;padding:12px 20px;border-radius:8px;text-decoration:none;font-weight:600">${button}</a></p>
${typing}<p style="font-size:14px">${openLink}<br><a href="${url}" style="word-break:break-all">${url}</a></p>
<p style="font-size:14px">${hint}</p>
${undoing}<hr style="border:0;border-top:1px solid #888888;margin:28px 0">
<p style="font-size:13px">${footer}</p>
</td></tr>
</table>
</body>
</html>
`
}

function escaped(letter: Letter): Letter {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
  const safe = (text: string) => text.replace(/[&<>"']/g, (character) => entities[character] ?? '')
  const { locale, subject, greeting, body, button, url, hint, code, undo, openLink, footer } = letter
  return {
    ...{ locale: safe(locale), subject: safe(subject), greeting: safe(greeting), body: safe(body) },
    ...{ button: safe(button), url: safe(url), hint: safe(hint) },
    ...{ openLink: safe(openLink), footer: safe(footer) },
    ...(code && { code: { text: safe(code.text), digits: safe(code.digits) } }),
    ...(undo && { undo: { text: safe(undo.text), url: safe(undo.url) } }),
  }
}
