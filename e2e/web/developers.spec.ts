import { expect, test } from '../fixtures'

test('the page for developers shows every endpoint that the OpenAPI document describes', async ({ page, request }) => {
  const { paths } = await (await request.get('/accounts/openapi.json')).json()
  const described = Object.entries<object>(paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
  )
  await page.goto('/developers')
  const shown = await page.getByRole('listitem').locator('p:first-child > code').allTextContents()
  expect(shown.toSorted()).toEqual(described.toSorted())
})
