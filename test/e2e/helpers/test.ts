import { test as base, expect } from '@playwright/test'
import { consoleErrorsOf } from './console-errors'
import { openLab } from './launchers'
import type { OpenLab, Shell } from './launchers'

export { expect } from '@playwright/test'

interface Options {
  shell: Shell
  /** Whether the browser may complain: the test provokes it. */
  complains: boolean
}

/** Every test gets a lab of its own, in the shell of its Playwright project; it ends with the test. */
export const test = base.extend<Options & { lab: OpenLab }>({
  shell: ['electron', { option: true }],
  complains: [false, { option: true }],
  lab: async ({ shell, complains }, use) => {
    const opened = await openLab(shell)
    const console_errors = await consoleErrorsOf(opened.page)
    let before_the_end: readonly string[] | null = null
    const close = (): Promise<void> => {
      // A page whose lab ends complains of its lost connection, and rightly.
      before_the_end ??= [...console_errors]
      return opened.close()
    }
    await use({ ...opened, close })
    await close()
    if (!complains) expect(before_the_end).toEqual([])
  }
})
