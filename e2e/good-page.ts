import { expect, type Page } from '@playwright/test'
import axe from 'axe-core'

/** Expects of the page shown that axe finds nothing, and that it does not scroll sideways. */
export async function expectGoodPage(page: Page, name = nameOf(page)): Promise<void> {
  expect(await findViolations(page), name).toEqual([])
  await expectNoSidewaysScroll(page, name)
}

/** Expects that every text stands out from what is behind it. */
export async function expectGoodColors(page: Page, name = nameOf(page)): Promise<void> {
  expect(await findViolations(page, { runOnly: ['color-contrast'] }), name).toEqual([])
}

export async function expectNoSidewaysScroll(page: Page, name = nameOf(page)): Promise<void> {
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  expect(overflow, `${name} scrolls sideways`).toBe(0)
}

// Brought to each page once: reading half a megabyte costs five times what it then does.
async function findViolations(page: Page, options: axe.RunOptions = {}): Promise<string[]> {
  // Colours that fade into others would be judged half way; what fades may also be taken away.
  await page.evaluate(() => Promise.allSettled(document.getAnimations().map(({ finished }) => finished)))
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source)
  const { violations } = await page.evaluate(
    (chosen) => (window as unknown as { axe: typeof axe }).axe.run(document, chosen),
    { ...options, resultTypes: ['violations' as const] },
  )
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
}

const nameOf = (page: Page) => new URL(page.url()).pathname
