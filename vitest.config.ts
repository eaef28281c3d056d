import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url))

export default defineConfig({
  resolve: {
    alias: [
      { find: /^@\//, replacement: path('./') },
      { find: 'server-only', replacement: path('./lib/testing/no-module.ts') },
    ],
  },
  test: {
    include: ['lib/**/*.test.ts', 'bench/**/*.test.ts', 'e2e/simulator/**/*.test.ts', 'scripts/**/*.test.js'],
    globalSetup: ['lib/testing/database-per-run.ts'],
    setupFiles: ['lib/testing/loopback-only.ts', 'lib/testing/database-per-file.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    env: {
      NODE_ENV: 'test',
      LATCHKEY_MODE: 'local',
      AUTH_URL: 'http://localhost:3000',
      AUTH_SECRET: 'the secret of a test run, of 40 characters',
      ENCRYPTION_KEYS: 'dGhlIGtleSBvZiBhIHRlc3QgcnVuLCAzMiBieXRlcy4=',
      BCRYPT_COST: '4',
      // So that the runners of a race meet in the database and not in the pool's queue; two files run at once.
      DATABASE_POOL_SIZE: '40',
      DATABASE_CONNECT_TIMEOUT_MS: '15000',
      LOG_LEVEL: 'silent',
    },
  },
})
