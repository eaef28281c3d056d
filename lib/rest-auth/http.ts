import { AppError } from '@/lib/errors'
import type { JsonRequest } from '@/lib/http/json-request'
import { jsonRoute, noInput } from '@/lib/http/json-route'
import type { Provider } from '@/lib/social/provider'
import { findProvider } from '@/lib/social/providers'
import { authenticateRequest, challenge } from './authenticate-request'
import { logIn } from './log-in'
import { logOut } from './log-out'
import { loginReply } from './login-reply'
import { changePasswordOf, confirmReset, requestReset } from './passwords'
import { register, resendMail, verifyEmailByKey } from './registration'
import {
  emailOnlySchema,
  loginSchema,
  logoutSchema,
  passwordChangeSchema,
  providerCredentialSchema,
  refreshSchema,
  registrationSchema,
  resetConfirmSchema,
  verifyEmailSchema,
  verifySchema,
} from './schemas'
import { connectProvider, disconnectSocialAccount, listSocialAccounts, logInWithProvider } from './social'
import { refreshByBodyOrCookie, verifyByBodyOrCookie } from './tokens'
import { showUser } from './user-details'

const guarded = { authenticate: authenticateRequest, challenge }

export const login = jsonRoute(
  { POST: [loginSchema, async (input, { client }) => loginReply(await logIn(input, client))] },
  { name: 'Login' },
)

// The recorded server lists GET as allowed and refuses it.
export const logout = jsonRoute({ GET: [noInput, refuseGet], POST: [logoutSchema, logOut] }, { name: 'Logout' })

/** Every field of the details is read-only here, as recorded. */
export const user = jsonRoute(
  {
    GET: [noInput, (_, { actor }) => showUser(actor.user)],
    PUT: [noInput, (_, { actor }) => showUser(actor.user)],
    PATCH: [noInput, (_, { actor }) => showUser(actor.user)],
  },
  { ...guarded, name: 'User Details' },
)

export const refresh = jsonRoute({ POST: [refreshSchema, refreshByBodyOrCookie] }, { name: 'Refresh View With Cookie' })

export const verify = jsonRoute(
  { POST: [verifySchema, (input, { request }) => verifyByBodyOrCookie(input, request)] },
  { name: 'Token Verify' },
)

export const passwordChange = jsonRoute(
  { POST: [passwordChangeSchema, changePasswordOf] },
  { ...guarded, name: 'Password Change' },
)
export const passwordReset = jsonRoute({ POST: [emailOnlySchema, requestReset] }, { name: 'Password Reset' })
export const passwordResetConfirm = jsonRoute(
  { POST: [resetConfirmSchema, confirmReset] },
  { name: 'Password Reset Confirm' },
)

export const registration = jsonRoute({ POST: [registrationSchema, register] }, { name: 'Register' })
export const verifyEmail = jsonRoute({ POST: [verifyEmailSchema, verifyEmailByKey] }, { name: 'Verify Email' })
export const resendEmail = jsonRoute({ POST: [emailOnlySchema, resendMail] }, { name: 'Resend Email Verification' })

export const providerLogin = jsonRoute(
  {
    POST: [
      providerCredentialSchema,
      (input, { actor: provider, request, client }) => logInWithProvider(input, { provider, request, client }),
    ],
  },
  { authenticate: requireProviderInPath, name: 'Social Login' },
)
export const providerConnect = jsonRoute(
  {
    POST: [
      providerCredentialSchema,
      async (input, { actor, request, client }) =>
        connectProvider(input, { provider: await requireProviderInPath(request), actor, request, client }),
    ],
  },
  { ...guarded, name: 'Social Connect' },
)

export const socialAccounts = jsonRoute(
  { GET: [noInput, (_, { actor }) => listSocialAccounts(actor)] },
  { ...guarded, name: 'Social Account List' },
)
export const socialAccountDisconnect = jsonRoute(
  {
    POST: [
      noInput,
      (_, { actor, request, client }) => disconnectSocialAccount(numberInPath(request.url), actor, client),
    ],
  },
  { ...guarded, name: 'Social Account Disconnect' },
)

/** @throws AppError not_found: no provider of that name has keys here */
async function requireProviderInPath({ url }: JsonRequest): Promise<Provider> {
  const [, id = ''] = /\/dj-rest-auth\/([^/?]+)/.exec(url) ?? []
  const provider = await findProvider(id)
  if (!provider) throw new AppError('not_found')
  return provider
}

function numberInPath(url: string): number {
  return Number(/socialaccounts\/(\d{1,9})\//.exec(url)?.[1] ?? 0)
}

function refuseGet(): never {
  throw new AppError('method_not_allowed')
}
