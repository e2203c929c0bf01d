import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import type { AxeResults } from 'axe-core'

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')

/** Brings axe into a page, past its content policy. */
export async function loadAxe(page: Page): Promise<void> {
  await page.evaluate(AXE)
}

/** What axe, once loaded, finds that keeps people out, one line each. */
export async function seriousViolations(page: Page): Promise<string[]> {
  const { violations } = await page.evaluate(() =>
    (globalThis as unknown as { axe: { run(options: object): Promise<AxeResults> } }).axe.run({ resultTypes: ['violations'] })
  )
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, help, nodes }) => `${id}: ${help} (${nodes.map(({ target }) => String(target)).join(', ')})`)
}
