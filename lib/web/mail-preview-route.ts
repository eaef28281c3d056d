import 'server-only'
import { previewMail } from '@/lib/mail/preview-mail'

// Mail carries its styles inline, as no page of ours may; so it is shown in a frame without scripts and without origin.
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'self'"

/** A template's HTML with sample data, for the frame at /developers/mail; exists in local mode only. */
export async function readMailPreview(
  request: Request,
  { params }: { params: Promise<{ template: string }> },
): Promise<Response> {
  const mail = previewMail((await params).template, new URL(request.url).searchParams.get('locale') ?? 'en')
  if (!mail) return new Response(null, { status: 404 })
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': POLICY,
    'x-frame-options': 'SAMEORIGIN',
  }
  return new Response(mail.html, { headers })
}
