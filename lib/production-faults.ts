import { isIP } from 'node:net'
import { envSchema } from './env'

type Settings = Record<string, string | undefined>
type Rule = { setting: string; isUnsafe: (value: string, settings: Settings) => boolean; text: string }

const LOOPBACK = /^(localhost|.*\.localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)$/i
// Every address of this machine, the names of a network's own services, and a name spelled so that it escapes the other rule.
const NOWHERE = /^(0\.0\.0\.0|\[::\]|169\.254\.\d+\.\d+|.*\.)$/
const SAMPLE = /change.?me|replace.?me|example|sample|secret|password|latchkey|insecure|development|123456/i
const WEAKENS_SMTP = /^(ignoreTLS|requireTLS|opportunisticTLS|tls\.rejectUnauthorized)$/i
const MIN_DISTINCT_CHARACTERS = 10
const MIN_BCRYPT_COST = 10
const MIN_KEY_BYTES = 32

const PRODUCTION_RULES: Rule[] = [
  { setting: 'AUTH_URL', isUnsafe: isNotHttps, text: 'must be https in production' },
  { setting: 'AUTH_URL', isUnsafe: isOnLoopback, text: 'must be the public origin, not this machine' },
  {
    setting: 'AUTH_SECRET',
    isUnsafe: isGuessable,
    text: 'looks like a sample; make one with `openssl rand -base64 33`',
  },
  {
    setting: 'ENCRYPTION_KEYS',
    isUnsafe: (value) => value !== '' && value.split(',').some(isWeakKey),
    text: 'must be base64 of 32 random bytes each; make one with `openssl rand -base64 32`',
  },
  ...['AUTH_GOOGLE_ISSUER', 'AUTH_KAKAO_ISSUER', 'AUTH_NAVER_URL', 'AUTH_GITHUB_URL'].map((setting) => ({
    setting,
    isUnsafe: isUnsafeIssuer,
    text: 'must be https in production, and no address of this machine',
  })),
  ...['GOOGLE', 'KAKAO', 'NAVER', 'GITHUB'].map(providerKeyRule),
  {
    setting: 'OPENID_PROVIDERS',
    isUnsafe: (value) => placesIn(value).some(isUnsafeIssuer),
    text: 'must have https issuers and endpoint origins, none of them the simulator',
  },
  {
    setting: 'SIMULATOR_URL',
    isUnsafe: (value) => value !== '',
    text: 'must be empty: the simulator lets everybody be anybody',
  },
  { setting: 'SMTP_URL', isUnsafe: (value) => value === '', text: 'is missing; without it no mail leaves' },
  {
    setting: 'SMTP_URL',
    isUnsafe: (value) => value !== '' && !/^smtps?:\/\/./.test(value),
    text: 'must start with smtp:// or smtps://',
  },
  {
    setting: 'SMTP_URL',
    isUnsafe: (value) => smtpOptionsIn(value).some((option) => WEAKENS_SMTP.test(option)),
    text: 'must not switch off encryption or the check of the certificate',
  },
  {
    setting: 'MAIL_FROM',
    isUnsafe: (value) => !/@[^@\s>]+\.[^@\s>]+>?$/.test(value),
    text: 'must name an address people can answer to',
  },
  {
    setting: 'BCRYPT_COST',
    isUnsafe: (value) => value !== '' && Number(value) < MIN_BCRYPT_COST,
    text: `must be ${MIN_BCRYPT_COST} or more`,
  },
  { setting: 'PASSWORD_BREACH_CHECK_URL', isUnsafe: isNotHttps, text: 'must be https in production' },
  { setting: 'LATCHKEY_DEV', isUnsafe: (value) => value === 'on', text: 'must not be on' },
  {
    setting: 'TOKEN_SIGNING_KEY',
    isUnsafe: (value, { AUTH_SECRET }) => value !== '' && value === AUTH_SECRET,
    text: 'must not be AUTH_SECRET: whoever checks tokens would hold the key of every session',
  },
  {
    setting: 'TRUSTED_PROXY_HOPS',
    isUnsafe: (value, { AUTH_URL = '', TRUSTED_PROXIES }) =>
      AUTH_URL.startsWith('https:') && !TRUSTED_PROXIES && !(Number(value) > 0),
    text: 'must be 1 or more, or TRUSTED_PROXIES set: https ends at a proxy, and without this every visitor has the address of that proxy',
  },
  {
    setting: 'TRUSTED_PROXIES',
    isUnsafe: (value) => /\/0+(,|\s|$)/.test(value),
    text: 'must not be the whole internet: every visitor could choose their address',
  },
]

// What clients written for another server may ask for: the local mode takes it, and says so.
const RELAXABLE_RULES: Rule[] = [
  { setting: 'RATE_LIMITS', isUnsafe: isOff, text: 'must not be off' },
  {
    setting: 'TOKEN_SIGNING_KEY',
    isUnsafe: (value, { TOKEN_ALGORITHM }) => TOKEN_ALGORITHM === 'HS256' && Buffer.byteLength(value) < MIN_KEY_BYTES,
    text: `must have ${MIN_KEY_BYTES} bytes or more with HS256`,
  },
  { setting: 'JWT_AUTH_HTTPONLY', isUnsafe: isOffWithCookies, text: 'must not be off: scripts could read the cookies' },
  {
    setting: 'JWT_AUTH_SECURE',
    isUnsafe: isOffWithCookies,
    text: 'must not be off: cookies would travel in the clear',
  },
  {
    setting: 'JWT_AUTH_COOKIE_USE_CSRF',
    isUnsafe: isOffWithCookies,
    text: 'must not be off: other sites could act as the person',
  },
  {
    setting: 'OLD_PASSWORD_FIELD_ENABLED',
    isUnsafe: isOff,
    text: 'must not be off: who finds an access token could take the account',
  },
  {
    setting: 'USER_AUTHENTICATION_RULE',
    isUnsafe: (value, { EMAIL_VERIFICATION }) => value === 'active' && EMAIL_VERIFICATION !== 'optional',
    text: 'must be verified where addresses must be confirmed',
  },
  {
    setting: 'AUTH_GOOGLE_AUDIENCE_CHECK',
    isUnsafe: isOff,
    text: 'must not be off: tokens issued to other sites would sign people in',
  },
]

const PREFIX_RULE: Rule = {
  setting: 'REST_AUTH_PREFIX',
  isUnsafe: (value, { SIMPLE_JWT_PREFIX }) => (value || '/dj-rest-auth') === (SIMPLE_JWT_PREFIX || '/accounts'),
  text: 'must not be SIMPLE_JWT_PREFIX: the endpoints of one would hide the other',
}

const LOCAL_RULES: Rule[] = [
  PREFIX_RULE,
  {
    setting: 'TOKEN_SIGNING_KEY',
    isUnsafe: (value, { TOKEN_ALGORITHM }) => TOKEN_ALGORITHM === 'HS256' && value === '',
    text: 'is missing; HS256 signs with it',
  },
  {
    setting: 'HOST',
    isUnsafe: (value) => value !== '' && !LOOPBACK.test(value),
    text: 'must be localhost: the local mode shows everyone the mailbox',
  },
]

/**
 * Lists everything in these settings that is missing, wrong or unsafe, one line each; an empty list allows the start.
 * Rules look at the settings as given, so that one wrong value does not hide the next.
 */
export function findProductionFaults(settings: Settings): string[] {
  const parsed = envSchema.safeParse(Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== '')))
  const wrong = parsed.success ? [] : parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
  const rules =
    settings.LATCHKEY_MODE === 'local' ? LOCAL_RULES : [PREFIX_RULE, ...PRODUCTION_RULES, ...RELAXABLE_RULES]
  return [...wrong, ...broken(rules, settings)]
}

/** Lists what is unsafe in these settings and allowed in the local mode only, for its banner. */
export function findRelaxedSettings(settings: Settings): string[] {
  return broken(RELAXABLE_RULES, settings)
}

function providerKeyRule(name: string): Rule {
  const [id, secret] = [`AUTH_${name}_ID`, `AUTH_${name}_SECRET`]
  return {
    setting: secret,
    isUnsafe: (value, settings) => (value === '') !== ((settings[id] ?? '') === ''),
    text: `${id} and ${secret} are set together or not at all`,
  }
}

/** Whether an issuer would let anybody be anybody: in the clear, or on this machine. */
export function isUnsafeIssuer(issuer: string): boolean {
  return isNotHttps(issuer) || isOnLoopback(issuer) || (URL.canParse(issuer) && NOWHERE.test(new URL(issuer).hostname))
}

// What is not such a list at all is named as wrong already.
function placesIn(value: string): string[] {
  const { data } = envSchema.shape.OPENID_PROVIDERS.safeParse(value || '[]')
  return (data ?? []).flatMap(({ issuer, endpointOrigins }) => [issuer, ...endpointOrigins])
}

// As the client reads them: without line ends and tabs, and decoded.
function smtpOptionsIn(value: string): string[] {
  const text = value.replace(/[\t\r\n]/g, '')
  return [...new URLSearchParams(text.slice(text.indexOf('?') + 1)).keys()]
}

function broken(rules: Rule[], settings: Settings): string[] {
  return rules
    .filter(({ setting, isUnsafe }) => isUnsafe(settings[setting] ?? '', settings))
    .map(({ setting, text }) => `${setting}: ${text}`)
}

function isOff(value: string): boolean {
  return value === 'off'
}

function isOffWithCookies(value: string, { JWT_AUTH_COOKIE, JWT_AUTH_REFRESH_COOKIE }: Settings): boolean {
  return isOff(value) && Boolean(JWT_AUTH_COOKIE || JWT_AUTH_REFRESH_COOKIE)
}

function isNotHttps(value: string): boolean {
  return value !== '' && !value.startsWith('https://')
}

function isOnLoopback(value: string): boolean {
  if (!URL.canParse(value)) return false
  const { hostname } = new URL(value)
  return LOOPBACK.test(hostname) || (isIP(hostname) === 0 && !hostname.includes('.'))
}

function isGuessable(value: string): boolean {
  return value !== '' && (SAMPLE.test(value) || new Set(value).size < MIN_DISTINCT_CHARACTERS)
}

function isWeakKey(text: string): boolean {
  const bytes = Buffer.from(text, 'base64')
  return bytes.length !== MIN_KEY_BYTES || new Set(bytes).size < MIN_DISTINCT_CHARACTERS
}
