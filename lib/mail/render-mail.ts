export type Letter = {
  locale: string
  subject: string
  greeting: string
  body: string
  /** What to press, and what to do where pressing does nothing. */
  link?: { text: string; url: string; hint: string }
  hint: string
  /** What to type where the person began. */
  code?: { text: string; digits: string }
  /** How to undo what the mail tells of. */
  undo?: { text: string; url: string }
  footer: string
}

export function renderText({ greeting, body, link, hint, code, undo, footer }: Letter): string {
  const linking = link ? [link.url] : []
  const typing = code ? [`${code.text}\n${code.digits}`] : []
  const undoing = undo ? [`${undo.text}\n${undo.url}`] : []
  return [greeting, body, ...linking, ...typing, hint, ...undoing, `-- \n${footer}`].join('\n\n')
}

const FONT = "'Pretendard', 'Apple SD Gothic Neo', 'Malgun Gothic', 'Segoe UI', Roboto, Arial, sans-serif"

// Tables and inline styles, because mail programs read no others; nothing is loaded from anywhere.
export function renderHtml(letter: Letter): string {
  const { locale, subject, greeting, body, link, hint, code, undo, footer } = escaped(letter)
  const button = link
    ? `<p style="margin:28px 0"><a href="${link.url}" style="background:#0b6b4f;color:#ffffff;padding:12px 20px;border-radius:8px;text-decoration:none;font-weight:600">${link.text}</a></p>\n`
    : ''
  const address = link
    ? `<p style="font-size:14px">${link.hint}<br><a href="${link.url}" style="word-break:break-all">${link.url}</a></p>\n`
    : ''
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
${button}${typing}${address}<p style="font-size:14px">${hint}</p>
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
  const { locale, subject, greeting, body, link, hint, code, undo, footer } = letter
  return {
    ...{ locale: safe(locale), subject: safe(subject), greeting: safe(greeting), body: safe(body) },
    ...{ hint: safe(hint), footer: safe(footer) },
    ...(link && { link: { text: safe(link.text), url: safe(link.url), hint: safe(link.hint) } }),
    ...(code && { code: { text: safe(code.text), digits: safe(code.digits) } }),
    ...(undo && { undo: { text: safe(undo.text), url: safe(undo.url) } }),
  }
}
