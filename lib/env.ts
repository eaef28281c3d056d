import { cpus } from 'node:os'
import { z } from 'zod'
import { apiCallbackUrl, openIdProviders, origin } from './openid-providers'

const seconds = (fallback: number) => z.coerce.number().int().min(0).default(fallback)
const count = (fallback: number, max = 1_000) => z.coerce.number().int().min(1).max(max).default(fallback)
const onOff = (fallback: 'on' | 'off') => z.enum(['on', 'off']).default(fallback)
const optional = z
  .string()
  .optional()
  .transform((value) => value || undefined)
const simulatorUrl = z.url().regex(/^http:\/\/[^:@/]+:[^:@/]+@[^@/]+$/, 'must be like http://id:secret@localhost:3001')

const list = (fallback: string) =>
  z
    .string()
    .default(fallback)
    .transform((text) => text.split(',').map((item) => item.trim()))
const prefix = (fallback: string) =>
  z
    .string()
    .regex(/^(?:\/[\w.-]+)+$/, 'must start with a slash and end without one')
    .refine((path) => !/^\/(?:api\/auth|_next|\.well-known)(?:\/|$)/.test(path), 'is taken')
    .default(fallback)
const optionalList = z
  .string()
  .default('')
  .transform((text) => text.split(',').flatMap((item) => item.trim() || []))
const RESERVED_CLAIMS = ['token_type', 'exp', 'iat', 'nbf', 'jti', 'sub', 'sid', 'iss', 'aud', 'refresh_exp']

const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** Every setting, with its default. `.env.example` lists the same names (a test compares them). */
export const envSchema = z.object({
  /** `local` makes its own secrets, listens on loopback and shows a mailbox; `production` refuses what is unsafe. */
  LATCHKEY_MODE: z.enum(['local', 'production']).default('production'),

  /** The one origin of this installation; every link is made from it. */
  AUTH_URL: origin,
  AUTH_SECRET: z.string().min(32),
  /** Comma-separated, base64 of 32 bytes each; the first encrypts, all decrypt. */
  ENCRYPTION_KEYS: z.string().min(44),
  SITE_NAME: z.string().max(60).default('Latchkey'),
  HOST: z.string().default('localhost'),
  PORT: z.coerce.number().int().min(1).max(65_535).default(3000),
  WEB_PROCESSES: count(cpus().length, 64),
  /** How many reverse proxies stand in front; X-Forwarded-For means nothing without them. */
  TRUSTED_PROXY_HOPS: z.coerce.number().int().min(0).max(10).default(0),
  /** The same by their networks, comma-separated; the number is not looked at then. */
  TRUSTED_PROXIES: optionalList.pipe(
    z.array(z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()], 'must be networks, like 10.0.0.0/8')),
  ),
  /** `off` lets Next answer the hot JSON routes too; for finding faults. */
  HOT_ROUTES: onOff('on'),
  /** `on` builds pages as they are asked for and reloads them when a source changes. */
  LATCHKEY_DEV: onOff('off'),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  /** Where `next build` and the bundles are. */
  LATCHKEY_BUILD_DIR: z.string().default('.latchkey/build'),
  /** Where the embedded database and the secrets of the local mode are kept; empty: .latchkey, as root /var/lib/latchkey. */
  LATCHKEY_DATA_DIR: optional,
  /** `on` lets `npm run serve` bring its own database: one machine, and backups only with the service stopped. */
  LATCHKEY_EMBEDDED_DATABASE: onOff('off'),

  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  DATABASE_DIRECT_URL: optional,
  DATABASE_POOL_SIZE: count(10, 200),
  /** How long a request waits for a connection before it is told to come back later. */
  DATABASE_CONNECT_TIMEOUT_MS: count(2_000, 60_000),
  DATABASE_STATEMENT_TIMEOUT_MS: count(5_000, 600_000),

  EMAIL_VERIFICATION: z.enum(['mandatory', 'optional']).default('mandatory'),
  /** `smtp://` or `smtps://`; without it (local mode only) mail stays in the mailbox page. */
  SMTP_URL: optional,
  MAIL_FROM: z.string().default('Latchkey <no-reply@localhost>'),
  /** `on`: people may sign in with a code that is mailed to them, instead of a password. */
  SIGN_IN_BY_CODE: onOff('off'),
  CONFIRM_EMAIL_SECONDS: seconds(3 * DAY),
  RESET_PASSWORD_SECONDS: seconds(30 * MINUTE),

  /** bcrypt's cost; 12 is Django's default. Each step doubles the time. */
  BCRYPT_COST: z.coerce.number().int().min(4).max(16).default(12),
  HASH_WORKERS: count(Math.max(1, cpus().length - 1), 64),
  HASH_QUEUE: count(32, 10_000),
  PASSWORD_MIN_LENGTH: z.coerce.number().int().min(8).max(64).default(8),
  /** `on` verifies MD5 and SHA-1 digests of old Django databases, until their owners' next sign-in. */
  PASSWORD_LEGACY_HASHES: onOff('off'),
  /** A k-anonymity service that knows breached passwords, such as https://api.pwnedpasswords.com/range/; empty: not asked. */
  PASSWORD_BREACH_CHECK_URL: z
    .url({ protocol: /^https?$/ })
    .endsWith('/')
    .optional(),
  RATE_LIMITS: onOff('on'),
  /** `redis://` or `rediss://`: counts attempts in Redis or Valkey in place of PostgreSQL. */
  REDIS_URL: z.url({ protocol: /^rediss?$/ }).optional(),

  SESSION_IDLE_SECONDS: seconds(12 * HOUR),
  SESSION_SECONDS: seconds(DAY),
  KEPT_SESSION_IDLE_SECONDS: seconds(14 * DAY),
  KEPT_SESSION_SECONDS: seconds(30 * DAY),
  /** A risky act asks for the password again when the last sign-in is older. */
  RECENT_SIGN_IN_SECONDS: seconds(10 * MINUTE),

  ACCESS_TOKEN_SECONDS: seconds(5 * MINUTE),
  REFRESH_TOKEN_SECONDS: seconds(DAY),
  /** However often its refresh token is rotated, a token family ends then. */
  TOKEN_FAMILY_SECONDS: seconds(30 * DAY),
  ROTATE_REFRESH_TOKENS: onOff('on'),
  BLACKLIST_AFTER_ROTATION: onOff('on'),
  REFRESH_GRACE_SECONDS: seconds(10),
  TOKEN_ALGORITHM: z.enum(['ES256', 'RS256', 'HS256']).default('ES256'),
  /** A new signing key is made this often; 0: only by `npm run latchkey -- rotate-keys`. */
  SIGNING_KEY_DAYS: z.coerce.number().int().min(0).max(3_650).default(90),
  /** The shared key for HS256, 32 characters or more. */
  TOKEN_SIGNING_KEY: optional,
  /** `iss` of our tokens; empty: AUTH_URL. `none`: no claim. */
  TOKEN_ISSUER: optional,
  /** `aud` of our tokens; empty: AUTH_URL. `none`: no claim. */
  TOKEN_AUDIENCE: optional,
  TOKEN_LEEWAY_SECONDS: seconds(0),
  /** Where the endpoints of Simple JWT and of dj-rest-auth are, for clients that hold other paths. */
  SIMPLE_JWT_PREFIX: prefix('/accounts'),
  REST_AUTH_PREFIX: prefix('/dj-rest-auth'),
  /** The words before an access token in the Authorization header, comma-separated. */
  AUTH_HEADER_TYPES: list('Bearer').pipe(z.array(z.string().regex(/^[A-Za-z][\w-]*$/)).min(1)),
  /** The claim that carries the person's number. */
  USER_ID_CLAIM: z
    .string()
    .regex(/^\w+$/)
    .refine((name) => !RESERVED_CLAIMS.includes(name), 'is the name of another claim')
    .default('user_id'),
  /** What the Bearer guard takes, comma-separated: access, sliding. */
  AUTH_TOKEN_CLASSES: list('access').pipe(z.array(z.enum(['access', 'sliding'])).min(1)),
  SLIDING_TOKEN_SECONDS: seconds(5 * MINUTE),
  /** A sliding token is renewed until then, whatever happens. */
  SLIDING_TOKEN_REFRESH_SECONDS: seconds(DAY),
  /** Who obtains tokens at Simple JWT's endpoints where addresses must be confirmed: `verified` people, or all `active`. */
  USER_AUTHENTICATION_RULE: z.enum(['verified', 'active']).default('verified'),
  /** Notes the moment of every token obtained as the person's last sign-in. */
  UPDATE_LAST_LOGIN: onOff('off'),

  /** `off`: dj-rest-auth's login answers with an opaque `key` for `Authorization: Token`. */
  USE_JWT: onOff('on'),
  AUTH_KEY_SECONDS: seconds(30 * DAY),
  /** The names of the cookies that carry tokens to browsers; empty: none. */
  JWT_AUTH_COOKIE: optional,
  JWT_AUTH_REFRESH_COOKIE: optional,
  JWT_AUTH_REFRESH_COOKIE_PATH: z.string().startsWith('/').default('/'),
  JWT_AUTH_COOKIE_DOMAIN: optional,
  JWT_AUTH_SECURE: onOff('on'),
  JWT_AUTH_HTTPONLY: onOff('on'),
  JWT_AUTH_SAMESITE: z.enum(['Lax', 'Strict', 'None']).default('Lax'),
  /** A request that changes something by cookie must repeat the `csrftoken` cookie in X-CSRFToken. */
  JWT_AUTH_COOKIE_USE_CSRF: onOff('on'),
  JWT_AUTH_RETURN_EXPIRATION: onOff('off'),
  OLD_PASSWORD_FIELD_ENABLED: onOff('on'),
  LOGOUT_ON_PASSWORD_CHANGE: onOff('on'),

  AUTH_GOOGLE_ID: optional,
  AUTH_GOOGLE_SECRET: optional,
  /** Another issuer that speaks like Google; the local mode sets it to the simulator. */
  AUTH_GOOGLE_ISSUER: z.url().default('https://accounts.google.com'),
  AUTH_GOOGLE_CALLBACK_URL: apiCallbackUrl,
  /** `off` believes an access token without asking whom it was issued to; for replaying recordings in local mode. */
  AUTH_GOOGLE_AUDIENCE_CHECK: onOff('on'),
  /** Client ids of native apps whose id_tokens are taken too, comma-separated. */
  AUTH_GOOGLE_NATIVE_IDS: optionalList,
  /** `on` lets browsers that know FedCM offer the accounts that are signed in at Google on the sign-in page. */
  AUTH_GOOGLE_ONE_TAP: onOff('off'),
  AUTH_KAKAO_ID: optional,
  AUTH_KAKAO_SECRET: optional,
  AUTH_KAKAO_ISSUER: z.url().default('https://kauth.kakao.com'),
  AUTH_KAKAO_CALLBACK_URL: apiCallbackUrl,
  AUTH_KAKAO_NATIVE_IDS: optionalList,
  /** The number of the app; with it API clients may bring an access token. */
  AUTH_KAKAO_APP_ID: optional,
  AUTH_NAVER_ID: optional,
  AUTH_NAVER_SECRET: optional,
  AUTH_NAVER_URL: z.url().default('https://nid.naver.com'),
  AUTH_NAVER_CALLBACK_URL: apiCallbackUrl,
  AUTH_GITHUB_ID: optional,
  AUTH_GITHUB_SECRET: optional,
  /** Another address is a GitHub Enterprise Server. */
  AUTH_GITHUB_URL: z.url().default('https://github.com'),
  AUTH_GITHUB_CALLBACK_URL: apiCallbackUrl,
  /** Providers whose tokens are kept, encrypted, for pages that call their API; comma-separated ids. */
  KEEP_PROVIDER_TOKENS: optionalList,
  /** Where the simulator (e2e/simulator) stands in for every provider without keys, and our client there; local mode sets it. */
  SIMULATOR_URL: simulatorUrl.optional(),
  /** Any OpenID providers, as a JSON list of id, name, issuer, clientId, clientSecret, callbackUrl, nativeClientIds, endpointOrigins. */
  OPENID_PROVIDERS: openIdProviders,
})

export type Env = z.output<typeof envSchema>

/** Settings that cannot be used; its message is all that the person who starts the program needs. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError'
}

/** Parses settings and lists every fault at once; the message is for the person who starts the server. */
export function readEnv(source: Record<string, string | undefined>): Env {
  const result = envSchema.safeParse(Object.fromEntries(Object.entries(source).filter(([, value]) => value !== '')))
  if (result.success) return result.data
  const faults = result.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`)
  throw new SettingsError(`These settings are missing or wrong (see .env.example):\n${faults.join('\n')}`)
}

// `next build` loads every module to look at its exports, without the settings of the server to come.
const BUILD_SETTINGS = {
  AUTH_URL: 'http://localhost',
  AUTH_SECRET: 'only-while-building'.repeat(2),
  ENCRYPTION_KEYS: 'only-while-building'.repeat(3),
  DATABASE_URL: 'postgres://localhost/only-while-building',
}

let parsed: Env | undefined

// Read at first use, not at import, so that a tool may load a module without all settings.
export const env: Env = new Proxy({} as Env, {
  get(_, name: keyof Env) {
    // Asked for many times in a request, so nothing but the lookup may happen after the first.
    parsed ??= readEnv(process.env.NEXT_PHASE === 'phase-production-build' ? BUILD_SETTINGS : process.env)
    return parsed[name]
  },
})
