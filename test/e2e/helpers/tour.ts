import type { Page } from '@playwright/test'

/** As if the first minute had been seen before: for pages that are not opened yet. */
export async function skipTour(page: Page): Promise<void> {
  await page.addInitScript(() => localStorage.setItem('netsplit.tour-seen', 'true'))
}
