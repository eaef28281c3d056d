import 'server-only'
import { redirect } from 'next/navigation'
import { hashSecret } from '@/lib/encryption'
import { PENDING_LINK_SECONDS } from '@/lib/social/settle-identity'
import { secretCookie } from './secret-cookie'

const cookie = secretCookie({ name: 'link', seconds: () => PENDING_LINK_SECONDS })

// Another hash than the one that is stored, and not all of it: it names, and opens nothing.
const nameOf = (pendingToken: string) => hashSecret(`offer ${pendingToken}`).slice(0, 32)

/**
 * Lets this browser wait for the proof of a pending link.
 * @returns the name of the offer, for the address and the forms of its pages: a browser keeps the last offer only, and a
 * page that another tab opened before must not act on this one
 */
export async function keepOffer(pendingToken: string): Promise<string> {
  await cookie.write(pendingToken)
  return nameOf(pendingToken)
}

/** The secret of the offer of this name; undefined where this browser does not keep it any more. */
export async function findOffer(name: string | undefined): Promise<string | undefined> {
  const pendingToken = await cookie.read()
  return pendingToken && nameOf(pendingToken) === name ? pendingToken : undefined
}

/** The same for what a form does; where there is none, its page says that the offer has expired. */
export async function requireOffer(name: string, page: string): Promise<string> {
  return (await findOffer(name)) ?? redirect(`${page}?${new URLSearchParams({ offer: name })}`)
}

export const forgetOffer = cookie.clear
