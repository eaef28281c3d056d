import {
  browserSend,
  type ClientOptions,
  createAuthorizedClient,
  type LatchkeyClient,
  ownUrl,
} from './authorized-client'
import { LatchkeyError } from './latchkey-error'
import { readField, readText } from './read-answer'
import { TURN } from './renewal'
import { postJson, postRenewal, type Send } from './send'
import { takeTurn } from './take-turn'
import { memoryStore, type TokenPair, type TokenStore } from './token-store'

export type TokenClient = LatchkeyClient & {
  /** @throws LatchkeyError bad_credentials, email_not_verified, too_many_requests, unavailable, unreachable */
  signIn: (credentials: { email: string; password: string }) => Promise<void>
  /** Forgets the pair and ends the sign-in at the server. @throws LatchkeyError unavailable, unreachable */
  signOut: () => Promise<void>
}

type Place = { store: TokenStore; send: Send; at: (path: string) => URL }

/** A client that signs in by itself and renews a pair of tokens, kept in memory unless a store is given. */
export function createTokenClient({
  baseUrl,
  send = browserSend,
  store = memoryStore(),
}: ClientOptions & { store?: TokenStore } = {}): TokenClient {
  const place = { store, send, at: (path: string) => ownUrl(path, baseUrl) }
  const { client, forgetPerson } = createAuthorizedClient(
    { ...(baseUrl !== undefined && { baseUrl }), send },
    { current: async () => (await store.read())?.access ?? null, renew: () => renewPair(place) },
  )
  return {
    ...client,
    signIn: (credentials) =>
      takeTurn(TURN, async () => {
        await store.write(await obtainPair(place, credentials))
        forgetPerson()
      }),
    signOut: () => takeTurn(TURN, () => endPair(place)),
  }
}

async function obtainPair({ send, at }: Place, credentials: { email: string; password: string }): Promise<TokenPair> {
  try {
    const body = await postJson(send, at('/accounts/token/'), credentials)
    return { access: readText(body, 'access'), refresh: readText(body, 'refresh') }
  } catch (error) {
    if (!isSignedOut(error)) throw error
    const { status, body } = error
    const isUnverified = readField(body, 'code') === 'email_not_verified'
    throw new LatchkeyError(isUnverified ? 'email_not_verified' : 'bad_credentials', { status, body })
  }
}

async function renewPair({ store, send, at }: Place): Promise<string> {
  const held = await store.read()
  if (!held) throw new LatchkeyError('signed_out')
  try {
    const body = await postRenewal(send, at('/accounts/token/refresh/'), { refresh: held.refresh })
    // Without rotation the answer has no new refresh token.
    const refresh = readField(body, 'refresh') === undefined ? held.refresh : readText(body, 'refresh')
    const pair = { access: readText(body, 'access'), refresh }
    await store.write(pair)
    return pair.access
  } catch (error) {
    if (!isSignedOut(error)) throw error
    const found = await store.read()
    // Without Web Locks another tab may have renewed meanwhile; what it got is not ours to forget.
    if (found && found.refresh !== held.refresh) return found.access
    await store.write(null)
    throw error
  }
}

async function endPair({ store, send, at }: Place): Promise<void> {
  const held = await store.read()
  await store.write(null)
  if (!held) return
  try {
    await postJson(send, at('/accounts/token/blacklist/'), { refresh: held.refresh })
  } catch (error) {
    if (!isSignedOut(error)) throw error
  }
}

function isSignedOut(error: unknown): error is LatchkeyError {
  return error instanceof LatchkeyError && error.code === 'signed_out'
}
