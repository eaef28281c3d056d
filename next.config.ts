import { join } from 'node:path'
import type { NextConfig } from 'next'
import createNextIntlPlugin from 'next-intl/plugin'

const withNextIntl = createNextIntlPlugin('./lib/web/i18n-request.ts')

const nextConfig: NextConfig = {
  distDir: join(process.env.LATCHKEY_BUILD_DIR ?? '.latchkey/build', 'next'),
  poweredByHeader: false,
  compress: true,
  // A POST to /accounts/token/refresh/ must not be answered with a redirect.
  skipTrailingSlashRedirect: true,
  productionBrowserSourceMaps: false,
  images: { unoptimized: true },
  // It extends tsconfig.json, so that a build never rewrites a file of the repository. `npm run check` checks the types.
  typescript: { tsconfigPath: 'tsconfig.build.json', ignoreBuildErrors: true },
  serverExternalPackages: [
    'pg',
    'pino',
    'piscina',
    'sharp',
    'bcryptjs',
    'nodemailer',
    'rate-limiter-flexible',
    '@redis/client',
  ],
}

export default withNextIntl(nextConfig)
