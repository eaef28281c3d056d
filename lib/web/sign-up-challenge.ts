import 'server-only'
import { headers } from 'next/headers'
import { clientOf } from '@/lib/http/client'
import { findChallenge } from '@/lib/limits/sign-up-flood'

/** What the browser that asks has to solve before it signs up; null unless there is a flood of sign-ups. */
export async function findSignUpChallenge(): Promise<string | null> {
  return findChallenge(clientOf(await headers()))
}
