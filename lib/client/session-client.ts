import {
  browserSend,
  type ClientOptions,
  createAuthorizedClient,
  type LatchkeyClient,
  ownUrl,
} from './authorized-client'
import { readText } from './read-answer'
import { postRenewal } from './send'

const CHANNEL = 'latchkey.access'

export type SessionClient = LatchkeyClient & {
  /** Listens to other tabs no longer; the client stays usable. */
  close: () => void
}

/**
 * A client for pages of Latchkey's own origin, where the person is signed in by the session cookie.
 * The access token is kept in memory and handed to the other tabs; the session renews it.
 */
export function createSessionClient({ baseUrl, send = browserSend }: ClientOptions = {}): SessionClient {
  let access: string | null = null
  let channel: BroadcastChannel | undefined
  let isClosed = false

  function listen(): void {
    if (channel || isClosed || typeof BroadcastChannel === 'undefined') return
    channel = new BroadcastChannel(CHANNEL)
    channel.onmessage = ({ data }) => {
      if (typeof data === 'string') access = data
    }
  }

  const { client } = createAuthorizedClient(
    { ...(baseUrl !== undefined && { baseUrl }), send },
    {
      async current() {
        listen()
        return access
      },
      async renew() {
        access = readText(await postRenewal(send, ownUrl('/api/session/token', baseUrl), {}), 'access')
        channel?.postMessage(access)
        return access
      },
    },
  )
  const close = () => {
    channel?.close()
    channel = undefined
    isClosed = true
  }
  return { ...client, close }
}
