import 'server-only'
import { previewMail } from '@/lib/mail/preview-mail'

/** A template's HTML with sample data, for the frame at /developers/mail; exists in local mode only. */
export async function readMailPreview(
  request: Request,
  { params }: { params: Promise<{ template: string }> },
): Promise<Response> {
  const mail = previewMail((await params).template, new URL(request.url).searchParams.get('locale') ?? 'en')
  if (!mail) return new Response('Not found', { status: 404 })
  return new Response(mail.html, { headers: { 'content-type': 'text/html; charset=utf-8' } })
}
