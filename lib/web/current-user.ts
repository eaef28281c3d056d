import 'server-only'
import { headers } from 'next/headers'
import { notFound, redirect } from 'next/navigation'
import { cache } from 'react'
import type { CurrentUser } from '@/lib/accounts/current-user'
import { PATH_HEADER } from '@/lib/http/client'
import { safeNext } from '@/lib/http/safe-next'
import type { SignIn } from '@/lib/sessions/find-sign-in'
import { isRecentlyAuthenticated } from '@/lib/sessions/session'
import { findSignInBy } from './find-sign-in-by'

/** Who is signed in at this browser, read from the session's row once per request; null for nobody. */
export const findCurrentSignIn = cache(async (): Promise<SignIn | null> => findSignInBy(await headers()))

/** The sign-in at this browser; sends nobody to the sign-in page, and back here afterwards. */
export async function requireSignIn(): Promise<SignIn> {
  const signIn = await findCurrentSignIn()
  if (!signIn) redirect(`/login?next=${encodeURIComponent(await currentPath())}`)
  return signIn
}

/** The signed-in person: the one line that protects a page or an action. */
export async function requireUser(): Promise<CurrentUser> {
  return (await requireSignIn()).user
}

/** A signed-in member of the staff; for everybody else the page does not exist. */
export async function requireStaff(): Promise<CurrentUser> {
  const user = await requireUser()
  if (user.role === 'user') notFound()
  return user
}

/** The signed-in owner; for everybody else the page does not exist. */
export async function requireOwner(): Promise<CurrentUser> {
  const user = await requireUser()
  if (user.role !== 'owner') notFound()
  return user
}

/**
 * Step-up: the sign-in at this browser, if it was proved within RECENT_SIGN_IN_SECONDS; else asks for the proof first
 * and goes on at `returnTo`.
 */
export async function requireRecentSignIn(returnTo: string): Promise<SignIn> {
  const signIn = await requireSignIn()
  if (!isRecentlyAuthenticated(signIn.session)) redirect(`/confirm-identity?next=${encodeURIComponent(returnTo)}`)
  return signIn
}

/** The sign-in of somebody who can type a password where they are asked for it; of anybody else a recent one. */
export async function requirePasswordOrRecentSignIn(returnTo: string): Promise<SignIn> {
  const signIn = await requireSignIn()
  return signIn.user.hasPassword ? signIn : requireRecentSignIn(returnTo)
}

async function currentPath(): Promise<string> {
  return safeNext((await headers()).get(PATH_HEADER))
}
