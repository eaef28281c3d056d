import { defineConfig, devices } from '@playwright/test'
import { origins } from './ports'

const english = { locale: 'en-US' }
const korean = { locale: 'ko-KR' }
const phone = { ...devices['Pixel 7'], viewport: { width: 360, height: 740 } }
const journeys = 'journeys/**/*.spec.ts'

// So that what looks for the canary comes after everything else, whatever fails.
const afterCanary = { dependencies: ['canary'] }

/** Only of `npm run test:long`. */
const long = [
  { name: 'soak', ...afterCanary, testMatch: 'soak/**/*.spec.ts' },
  // Each of both is in every run with something else: Korean with JavaScript, English without.
  {
    name: 'without JavaScript, Korean',
    ...afterCanary,
    testMatch: journeys,
    use: { ...phone, ...korean, javaScriptEnabled: false },
  },
]

export default defineConfig({
  testDir: '.',
  outputDir: '../.latchkey/test/results',
  globalSetup: './start-application.ts',
  fullyParallel: true,
  workers: 2,
  // A journey of ten pages, on a machine where each takes seconds.
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: true,
  reporter: 'list',
  use: {
    ...english,
    baseURL: origins.application,
    timezoneId: 'Asia/Seoul',
    // Half of a run's time went into recording; what is on the page of a failed test is kept as a picture and as text.
    trace: process.env.TRACE === 'on' ? 'retain-on-failure' : 'off',
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(process.env.CHROMIUM_PATH && { executablePath: process.env.CHROMIUM_PATH }),
      // No other name or address leads anywhere.
      args: ['--no-sandbox', '--host-resolver-rules=MAP latchkey.test 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE localhost'],
    },
  },
  projects: [
    { name: 'canary', testMatch: 'canary/sow.spec.ts', teardown: 'canary, at the end' },
    { name: 'canary, at the end', testMatch: 'canary/search.spec.ts' },
    { name: 'desktop', ...afterCanary, testMatch: [journeys, 'web/**/*.spec.ts'] },
    { name: 'phone, Korean', ...afterCanary, testMatch: journeys, use: { ...phone, ...korean } },
    { name: 'without JavaScript', ...afterCanary, testMatch: journeys, use: { javaScriptEnabled: false } },
    // What comes back from a provider is judged by the server, whatever the browser does besides.
    { name: 'providers', ...afterCanary, testMatch: 'providers/**/*.spec.ts', use: { javaScriptEnabled: false } },
    { name: 'contract', ...afterCanary, testMatch: 'contract/**/*.spec.ts' },
    { name: 'API, hot routes', ...afterCanary, testMatch: 'api/**/*.spec.ts' },
    { name: 'API, through Next', ...afterCanary, testMatch: 'api/**/*.spec.ts', use: { baseURL: origins.throughNext } },
    { name: 'a server of its own', ...afterCanary, testMatch: 'own-server/**/*.spec.ts' },
    ...(process.env.TEST_LONG === 'on' ? long : []),
    {
      name: 'production',
      ...afterCanary,
      testMatch: 'production/**/*.spec.ts',
      use: { baseURL: origins.production, ignoreHTTPSErrors: true },
    },
  ],
})
