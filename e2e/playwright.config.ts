import { defineConfig, devices } from '@playwright/test'
import { origins } from './ports'

const english = { locale: 'en-US' }
const korean = { locale: 'ko-KR' }
const phone = { ...devices['Pixel 7'], viewport: { width: 360, height: 740 } }
const journeys = 'journeys/**/*.spec.ts'

export default defineConfig({
  testDir: '.',
  outputDir: '../.latchkey/test/results',
  globalSetup: './start-application.ts',
  fullyParallel: true,
  workers: 2,
  timeout: 30_000,
  expect: { timeout: 7_500 },
  forbidOnly: true,
  reporter: 'list',
  use: {
    ...english,
    baseURL: origins.application,
    timezoneId: 'Asia/Seoul',
    trace: 'retain-on-failure',
    launchOptions: {
      ...(process.env.CHROMIUM_PATH && { executablePath: process.env.CHROMIUM_PATH }),
      args: ['--no-sandbox', `--host-resolver-rules=MAP latchkey.test 127.0.0.1`],
    },
  },
  projects: [
    { name: 'desktop', testMatch: [journeys, 'web/**/*.spec.ts'] },
    { name: 'phone, Korean', testMatch: journeys, use: { ...phone, ...korean } },
    { name: 'without JavaScript', testMatch: journeys, use: { javaScriptEnabled: false } },
    { name: 'without JavaScript, Korean', testMatch: journeys, use: { ...phone, ...korean, javaScriptEnabled: false } },
    { name: 'contract', testMatch: 'contract/**/*.spec.ts' },
    { name: 'API, hot routes', testMatch: 'api/**/*.spec.ts' },
    { name: 'API, through Next', testMatch: 'api/**/*.spec.ts', use: { baseURL: origins.throughNext } },
    { name: 'a server of its own', testMatch: 'own-server/**/*.spec.ts' },
    ...(process.env.TEST_LONG === 'on' ? [{ name: 'soak', testMatch: 'soak/**/*.spec.ts' }] : []),
    {
      name: 'production',
      testMatch: 'production/**/*.spec.ts',
      use: { baseURL: origins.production, ignoreHTTPSErrors: true },
    },
  ],
})
