import { LessonPage } from './helpers/lesson-page'
import { expect, test } from './helpers/test'

test('a lesson is played beside the canvas: a wrong prediction stands next to what the run showed @long-in-electron', async ({
  lab: { page }
}) => {
  const lesson = new LessonPage(page)
  await lesson.open('who-leads-next', 'C')
  await page.getByTestId('node-C').click()
  await expect(lesson.answer('C')).toHaveAttribute('aria-pressed', 'true')
  await lesson.next.click()
  await lesson.run()
  await expect(lesson.outcome).toContainText('You predicted')
  await expect(lesson.outcome.locator('dd')).toHaveText(['C', 'B'])
  await expect(page.getByTestId('because')).toContainText('Being last does not count')
})
