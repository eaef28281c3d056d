'use client'

import './globals.css'
import { problems as en } from '@/lib/messages/en/problems'
import { problems as ko } from '@/lib/messages/ko/problems'
import { buttonClass } from '@/lib/ui/classes'

type GlobalErrorProps = { error: Error & { digest?: string }; retry: () => void }

/** When not even the frame could be made, so not even the language is known. */
export default function GlobalError({ error, retry }: GlobalErrorProps) {
  const languages = [
    { lang: 'ko', texts: ko.error },
    { lang: 'en', texts: en.error },
  ]
  return (
    <html lang="en">
      <body>
        <title>{en.error.title}</title>
        <main className="mx-auto grid min-h-dvh max-w-md content-center gap-8 px-4">
          {languages.map(({ lang, texts }) => (
            <section key={lang} lang={lang} className="grid justify-items-start gap-3">
              <h1 className="font-bold text-2xl">{texts.title}</h1>
              <p className="text-ink-soft">{texts.text}</p>
              <button type="button" onClick={retry} className={buttonClass.secondary}>
                {texts.retry}
              </button>
            </section>
          ))}
          {error.digest && <p className="text-ink-soft text-sm">{error.digest}</p>}
        </main>
      </body>
    </html>
  )
}
