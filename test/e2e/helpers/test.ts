import { test as base } from '@playwright/test'
import { openLab } from './shells'
import type { OpenLab, Shell } from './shells'

export { expect } from '@playwright/test'

/** Every test gets a lab of its own, in the shell of its Playwright project; it ends with the test. */
export const test = base.extend<{ shell: Shell; lab: OpenLab }>({
  shell: ['electron', { option: true }],
  lab: async ({ shell }, use) => {
    const lab = await openLab(shell)
    await use(lab)
    await lab.close()
  }
})
