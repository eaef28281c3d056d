import 'server-only'
import { PrismaAdapter } from '@auth/prisma-adapter'
import type { Adapter } from 'next-auth/adapters'
import { db } from '@/lib/db'

const refuse = () => Promise.reject(new Error('next-auth must not write accounts or sessions'))

/** Auth.js' own adapter, reduced to one look-up: creating, linking and finding by address are our use cases' work. */
export const readOnlyAdapter: Adapter = {
  async getUserByAccount(key) {
    const user = await PrismaAdapter(db).getUserByAccount?.(key)
    return user ? { id: user.id, email: user.email, emailVerified: null } : null
  },
  createUser: refuse,
  getUser: refuse,
  getUserByEmail: refuse,
  updateUser: refuse,
  deleteUser: refuse,
  linkAccount: refuse,
  unlinkAccount: refuse,
  createSession: refuse,
  getSessionAndUser: refuse,
  updateSession: refuse,
  deleteSession: refuse,
  createVerificationToken: refuse,
  useVerificationToken: refuse,
}
