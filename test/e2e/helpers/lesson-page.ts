import { expect } from '@playwright/test'
import type { Locator, Page } from '@playwright/test'

/** The run before ends first, with its checks; then a run in real time goes to its mark. */
const RUN_TIMEOUT_MS = 90_000

/** A lesson beside the canvas, in the words of its player. */
export class LessonPage {
  constructor(readonly page: Page) {}

  /** Opens it from the map of the chapter; its cluster stands on the canvas. */
  async open(id: string, node: string): Promise<void> {
    await this.page.getByTestId('view-learn').click()
    await this.page.getByTestId(`lesson-${id}`).getByTestId('open-lesson').click()
    await expect(this.answer(node)).toBeVisible({ timeout: RUN_TIMEOUT_MS })
  }

  get heading(): Locator {
    return this.page.getByTestId('lesson-heading')
  }
  get outcome(): Locator {
    return this.page.getByTestId('outcome')
  }
  get next(): Locator {
    return this.page.getByTestId('lesson-next')
  }
  answer(text: string): Locator {
    return this.page.getByTestId('answer').filter({ hasText: new RegExp(`^[○●]?${text}$`) })
  }

  /** Runs the open step up to its mark. */
  async run(): Promise<void> {
    await this.page.getByTestId('play-run').click()
    await expect(this.page.getByTestId('run-outcome')).toContainText('It happened', { timeout: RUN_TIMEOUT_MS })
  }
}
