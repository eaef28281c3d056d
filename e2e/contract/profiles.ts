/** The four configurations that were recorded, by environment variables alone (docs/tokens.md). */
const optional = { EMAIL_VERIFICATION: 'optional' }
const unchangedPasswordRules = { OLD_PASSWORD_FIELD_ENABLED: 'off', LOGOUT_ON_PASSWORD_CHANGE: 'off' }

export const profiles = {
  rotate: {
    ...{ ...optional, ...unchangedPasswordRules, JWT_AUTH_COOKIE: 'access', JWT_AUTH_REFRESH_COOKIE: 'refresh' },
    ...{ JWT_AUTH_HTTPONLY: 'off', JWT_AUTH_SECURE: 'off', JWT_AUTH_COOKIE_USE_CSRF: 'off' },
  },
  defaults: {
    ...{ ...optional, ...unchangedPasswordRules, USE_JWT: 'off' },
    ...{ ROTATE_REFRESH_TOKENS: 'off', BLACKLIST_AFTER_ROTATION: 'off' },
  },
  httponly: {
    ...{ ...optional, JWT_AUTH_COOKIE: 'access', JWT_AUTH_REFRESH_COOKIE: 'refresh' },
    ...{ JWT_AUTH_REFRESH_COOKIE_PATH: '/dj-rest-auth/token/', JWT_AUTH_SAMESITE: 'Strict' },
    JWT_AUTH_RETURN_EXPIRATION: 'on',
  },
  nocookie: { EMAIL_VERIFICATION: 'mandatory', USER_AUTHENTICATION_RULE: 'active' },
} as const

export type Profile = keyof typeof profiles

export const SIGNING_KEY = 'the shared key of the contract, 40 bytes'

/** What all four have in common. */
export const commonSettings = {
  ...{ TOKEN_ALGORITHM: 'HS256', TOKEN_SIGNING_KEY: SIGNING_KEY, TOKEN_ISSUER: 'none', TOKEN_AUDIENCE: 'none' },
  ...{ REFRESH_GRACE_SECONDS: '0', RATE_LIMITS: 'off' },
}
