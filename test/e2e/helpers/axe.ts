import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import type { AxeResults } from 'axe-core'

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')

/** Brings axe into a page, past its content policy. */
export async function loadAxe(page: Page): Promise<void> {
  await page.evaluate(AXE)
}

/** What axe, once loaded, finds that keeps people out, one line each. `rules`: these alone. */
export async function seriousViolations(page: Page, rules?: readonly string[]): Promise<string[]> {
  const { violations } = await page.evaluate(
    (runOnly) =>
      (globalThis as unknown as { axe: { run(options: object): Promise<AxeResults> } }).axe.run({
        resultTypes: ['violations'],
        ...(runOnly && { runOnly })
      }),
    rules
  )
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, help, nodes }) => `${id}: ${help} (${nodes.map(({ target }) => String(target)).join(', ')})`)
}
