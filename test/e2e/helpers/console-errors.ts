import type { Page } from '@playwright/test'

/** What the browser complains about from the page's beginning on: errors on the console, a violated content policy among them, and exceptions. */
export async function consoleErrorsOf(page: Page): Promise<string[]> {
  const console_errors: string[] = []
  const note = (message: { type(): string; text(): string }): void => {
    if (message.type() === 'error') console_errors.push(message.text())
  }
  page.on('console', note)
  page.on('pageerror', (error) => console_errors.push(String(error)))
  for (const message of await page.consoleMessages()) note(message)
  for (const error of await page.pageErrors()) console_errors.push(String(error))
  return console_errors
}
