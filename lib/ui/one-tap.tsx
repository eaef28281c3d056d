'use client'

import { useEffect } from 'react'
import { offerOneTapAction, takeOneTapAction } from '@/lib/web/one-tap-actions'

/**
 * Lets a browser that knows FedCM offer the accounts that are signed in at the provider. It shows nothing by itself:
 * whoever has another browser, closes its dialog or is signed in nowhere has the buttons.
 */
export function OneTap({ next }: { next: string }) {
  useEffect(() => {
    if (!('IdentityCredential' in window)) return
    const leaving = new AbortController()
    void offer(next, leaving.signal)
    return () => leaving.abort()
  }, [next])
  return null
}

// Not in TypeScript's DOM yet. @see W3C Federated Credential Management API
type IdentityCredential = Credential & { token: string }

async function offer(next: string, signal: AbortSignal): Promise<void> {
  const offered = await offerOneTapAction()
  if (!offered || signal.aborted) return
  const { configUrl: configURL, clientId, nonce } = offered
  const identity = { providers: [{ configURL, clientId, nonce, params: { nonce } }] }
  // Never without a click: nobody is signed in by looking at a page.
  const request = { identity, mediation: 'required', signal } as CredentialRequestOptions
  const credential = (await navigator.credentials.get(request).catch(() => null)) as IdentityCredential | null
  if (credential) await takeOneTapAction({ token: credential.token, next })
}
