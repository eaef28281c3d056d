import type { z } from 'zod'
import * as account from '@/lib/account-api/schemas'
import * as restAuth from '@/lib/rest-auth/schemas'
import * as tokens from '@/lib/tokens/schemas'
import * as answers from './answers'
import {
  actingRefusals,
  changing,
  done,
  invalid,
  invalidOrVoid,
  type Method,
  refused,
  riskyChange,
  scoped,
  unauthenticated,
} from './common-answers'

export type Endpoint = {
  id: string
  method: Method
  path: string
  group: 'tokens' | 'account' | 'session' | 'password' | 'registration' | 'social'
  /** The body. */
  input?: z.ZodType
  isGuarded?: boolean
  /** By status; what it may answer besides is in commonAnswers. */
  answers: Record<number, z.ZodType>
}

const guarded = { isGuarded: true } as const

/** Every JSON endpoint of the contract; a test compares them with those that are served. */
export const endpoints: Endpoint[] = [
  ...group('tokens', '/accounts/', [
    [
      'obtainTokens',
      'post',
      'token/',
      { input: tokens.obtainSchema, answers: { 200: answers.tokenPair, ...invalid, ...refused } },
    ],
    [
      'refreshTokens',
      'post',
      'token/refresh/',
      { input: tokens.refreshSchema, answers: { 200: answers.refreshedPair, ...invalid, ...refused } },
    ],
    [
      'verifyToken',
      'post',
      'token/verify/',
      { input: tokens.verifySchema, answers: { 200: answers.nothing, ...invalid, ...refused } },
    ],
    [
      'blacklistToken',
      'post',
      'token/blacklist/',
      { input: tokens.refreshSchema, answers: { 200: answers.nothing, ...invalid, ...refused } },
    ],
    [
      'obtainSlidingToken',
      'post',
      'token/sliding/',
      { input: tokens.obtainSchema, answers: { 200: answers.slidingToken, ...invalid, ...refused } },
    ],
    [
      'refreshSlidingToken',
      'post',
      'token/sliding/refresh/',
      { input: tokens.verifySchema, answers: { 200: answers.slidingToken, ...invalid, ...refused } },
    ],
    [
      'requestCode',
      'post',
      'code/',
      { input: tokens.codeRequestSchema, answers: { 202: answers.codeSecret, ...invalid } },
    ],
    [
      'obtainTokensByCode',
      'post',
      'token/code/',
      { input: tokens.codeSchema, answers: { 200: answers.tokenPair, ...invalid } },
    ],
    ['readMe', 'get', 'me/', { ...guarded, answers: { 200: answers.me, ...scoped } }],
  ]),
  ...group('account', '/accounts/', [
    ['listAddresses', 'get', 'me/addresses/', { ...guarded, answers: { 200: answers.addresses, ...unauthenticated } }],
    [
      'addAddress',
      'post',
      'me/addresses/',
      {
        ...guarded,
        input: account.newAddressSchema,
        answers: { 202: answers.detail, ...invalid, ...actingRefusals, 409: answers.coded('address_limit') },
      },
    ],
    [
      'makeMain',
      'post',
      'me/addresses/main/',
      {
        ...guarded,
        input: account.addressSchema,
        answers: { ...done, ...invalid, ...actingRefusals, 404: answers.detail },
      },
    ],
    [
      'removeAddress',
      'post',
      'me/addresses/remove/',
      {
        ...guarded,
        input: account.addressSchema,
        answers: {
          ...done,
          ...invalid,
          ...actingRefusals,
          404: answers.detail,
          409: answers.coded('main_address_stays'),
        },
      },
    ],
    [
      'confirmAddress',
      'post',
      'me/addresses/confirm/',
      {
        ...guarded,
        input: account.mailedSecretSchema,
        answers: { 200: answers.address, ...invalidOrVoid, ...actingRefusals, 409: answers.coded('address_taken') },
      },
    ],
    ['listActivity', 'get', 'me/activity/', { ...guarded, answers: { 200: answers.activity, ...unauthenticated } }],
    [
      'readExport',
      'get',
      'me/export/',
      { ...guarded, answers: { 200: answers.dataExport, ...unauthenticated, 404: answers.detail } },
    ],
    ['requestExport', 'post', 'me/export/', { ...guarded, answers: { 202: answers.detail, ...actingRefusals } }],
    [
      'deleteAccount',
      'post',
      'me/deletion/',
      { ...guarded, answers: { 200: answers.deletion, ...actingRefusals, 409: answers.detailWithCode } },
    ],
    ['undoChange', 'post', 'undo/', { input: account.undoSchema, answers: { 200: answers.undone, ...invalidOrVoid } }],
    [
      'undoDeletion',
      'post',
      'undo-deletion/',
      { input: account.mailedSecretSchema, answers: { ...done, ...invalidOrVoid } },
    ],
  ]),
  ...group('tokens', '/', [
    ['readKeys', 'get', '.well-known/jwks.json', { answers: { 200: answers.jwks, 503: answers.problem } }],
  ]),
  ...group('session', '/dj-rest-auth/', [
    ['logIn', 'post', 'login/', { input: restAuth.loginSchema, answers: { 200: answers.restLogin, ...invalid } }],
    ['logOut', 'post', 'logout/', { input: restAuth.logoutSchema, answers: { ...done, 401: answers.detail } }],
    ['readUser', 'get', 'user/', { ...guarded, answers: { 200: answers.userDetails, ...scoped } }],
    ['replaceUser', 'put', 'user/', { ...guarded, answers: { 200: answers.userDetails, ...changing } }],
    ['updateUser', 'patch', 'user/', { ...guarded, answers: { 200: answers.userDetails, ...changing } }],
    [
      'refreshByCookie',
      'post',
      'token/refresh/',
      { input: restAuth.refreshSchema, answers: { 200: answers.restRefresh, ...invalid, ...refused } },
    ],
    [
      'verifyByCookie',
      'post',
      'token/verify/',
      { input: restAuth.verifySchema, answers: { 200: answers.nothing, ...invalid, ...refused } },
    ],
  ]),
  ...group('password', '/dj-rest-auth/password/', [
    [
      'changePassword',
      'post',
      'change/',
      { ...guarded, input: restAuth.passwordChangeSchema, answers: { ...done, ...invalid, ...riskyChange } },
    ],
    ['requestReset', 'post', 'reset/', { input: restAuth.emailOnlySchema, answers: { ...done, ...invalid } }],
    [
      'confirmReset',
      'post',
      'reset/confirm/',
      { input: restAuth.resetConfirmSchema, answers: { ...done, ...invalid } },
    ],
  ]),
  ...group('registration', '/dj-rest-auth/registration/', [
    [
      'register',
      'post',
      '',
      { input: restAuth.registrationSchema, answers: { 201: answers.detail.or(answers.restLogin), ...invalid } },
    ],
    [
      'verifyEmail',
      'post',
      'verify-email/',
      { input: restAuth.verifyEmailSchema, answers: { ...done, ...invalid, 404: answers.detail } },
    ],
    ['resendEmail', 'post', 'resend-email/', { input: restAuth.emailOnlySchema, answers: { ...done, ...invalid } }],
  ]),
  ...group('social', '/dj-rest-auth/', [
    [
      'logInWithProvider',
      'post',
      '{provider}/',
      {
        input: restAuth.providerCredentialSchema,
        answers: { 200: answers.restLogin, ...invalid, 404: answers.detail },
      },
    ],
    [
      'connectProvider',
      'post',
      '{provider}/connect/',
      {
        ...guarded,
        input: restAuth.providerCredentialSchema,
        answers: { 200: answers.restLogin, ...invalid, ...riskyChange, 404: answers.detail },
      },
    ],
    [
      'listSocialAccounts',
      'get',
      'socialaccounts/',
      { ...guarded, answers: { 200: answers.socialAccounts, ...scoped } },
    ],
    [
      'disconnectSocialAccount',
      'post',
      'socialaccounts/{id}/disconnect/',
      {
        ...guarded,
        answers: { 200: answers.socialAccount, ...invalid, ...riskyChange, 404: answers.detail },
      },
    ],
  ]),
]

type Row = readonly [id: string, method: Method, path: string, rest: Pick<Endpoint, 'input' | 'isGuarded' | 'answers'>]

function group(name: Endpoint['group'], prefix: string, rows: Row[]): Endpoint[] {
  return rows.map(([id, method, path, rest]) => ({ id, method, path: prefix + path, group: name, ...rest }))
}
