import { readFileSync } from 'node:fs'
import type { AxeResults } from 'axe-core'
import type { Page } from '@playwright/test'
import { expect, test } from './helpers/test'

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')

/** What axe finds that keeps people out, one line each. */
async function seriousViolations(page: Page): Promise<string[]> {
  await page.evaluate(AXE)
  const { violations } = await page.evaluate(() => (globalThis as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run())
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, help, nodes }) => `${id}: ${help} (${nodes.map(({ target }) => String(target)).join(', ')})`)
}

test('axe finds no serious violation', async ({ lab }) => {
  await expect(lab.page.getByText(/leads in term/).first()).toBeVisible()
  expect(await seriousViolations(lab.page)).toEqual([])
})
