import { LessonPage } from '../helpers/lesson-page'
import { expect, test } from '../helpers/test'

test('the election lesson, by keyboard, to its end: back, forward and after a reload it is where one was @long', async ({
  lab: { page }
}) => {
  test.slow()
  const lesson = new LessonPage(page)

  await test.step('an answer is given, and may be changed until the run begins', async () => {
    await lesson.open('who-leads-next', 'A')
    await expect(page.getByTestId('run-state')).toHaveText('held')
    await lesson.answer('A').press('Enter')
    await lesson.answer('C').press('Enter')
    await expect(lesson.answer('A')).toHaveAttribute('aria-pressed', 'false')
    await page.keyboard.press('PageDown')
    await expect(lesson.heading).toBeFocused()
  })

  await test.step('the run holds still at its mark', async () => {
    await lesson.run()
    await expect(page.getByTestId('node-B')).toHaveAttribute('data-role', 'leader')
    await expect(lesson.outcome.locator('dd')).toHaveText(['C', 'B'])
    await page.keyboard.press('PageUp')
    await expect(lesson.answer('B')).toBeDisabled()
    await page.keyboard.press('PageDown')
  })

  await test.step('what is explained is on screen, with the run’s own figures', async () => {
    await page.keyboard.press('PageDown')
    await expect(page.getByTestId('node-B')).toHaveAttribute('data-role', 'candidate')
    await expect(page.getByTestId('lesson-player')).toContainText(/\d+ ms after the cut its timer ran out/)
    await page.keyboard.press('PageDown')
    await expect(page.getByTestId('tab-messages')).toHaveAttribute('data-state', 'active')
  })

  await test.step('a reload keeps the step, the answer and what the run has shown', async () => {
    const title = await lesson.heading.innerText()
    await page.reload()
    await expect(lesson.heading).toHaveText(title)
    await expect(lesson.outcome.locator('dd')).toHaveText(['C', 'B'])
    await expect(page.getByTestId('node-B')).toHaveAttribute('data-role', 'leader')
  })

  await test.step('hints come one by one, and the last one is done by a button', async () => {
    await page.getByTestId('lesson-dot').nth(5).press('Enter')
    await page.getByTestId('next-hint').press('Enter')
    await expect(page.getByText('What would make its timer begin anew')).toBeVisible()
    await expect(page.getByTestId('solve')).toBeHidden()
    await page.getByTestId('next-hint').press('Enter')
    await page.getByTestId('next-hint').press('Enter')
    await page.getByTestId('solve').press('Enter')
    await expect(page.getByTestId('goal-met')).toBeVisible({ timeout: 120_000 })
  })

  await test.step('its end shows the idea, and the map that it is done', async () => {
    await lesson.next.press('Enter')
    await expect(page.getByTestId('lesson-end')).toContainText('In a week, without the lab')
    await page.emulateMedia({ media: 'print' })
    await expect(page.getByTestId('lesson-sheet')).toBeVisible()
    await page.emulateMedia({ media: null })
    await page.getByTestId('to-learn').press('Enter')
    await expect(page.getByTestId('lesson-who-leads-next')).toContainText('done')
  })
})
