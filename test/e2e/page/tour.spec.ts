import type { Page } from '@playwright/test'
import { LabPage } from '../helpers/lab-page'
import { expect, test } from '../helpers/test'

/** What the words of the first minute cover of what they point at, in square pixels. */
function covered(page: Page): Promise<number> {
  return page.evaluate(() => {
    const [card, ring] = ['[data-testid=tour]', '.tour-ring'].map((at) => document.querySelector(at)!.getBoundingClientRect())
    const across = Math.min(card!.right, ring!.right) - Math.max(card!.left, ring!.left)
    const down = Math.min(card!.bottom, ring!.bottom) - Math.max(card!.top, ring!.top)
    return Math.max(0, across) * Math.max(0, down)
  })
}

test('the first minute points at one thing after the other, covers none, and ends with the first lesson', async ({ lab }) => {
  const { page } = lab
  await new LabPage(page).hasLeader()
  await page.setViewportSize({ width: 1024, height: 700 })
  await page.keyboard.press('?')
  await page.getByTestId('tour-again').click()
  const title = page.getByRole('heading', { level: 2, name: /\d of \d/ })
  for (const [place, name] of ['Nodes', 'The leader', 'Links', 'Clients', 'What happened', 'Back in time'].entries()) {
    await expect(title).toContainText(`${name} ${place + 1} of 7`)
    await expect.poll(() => covered(page), `${name} stays in sight`).toBe(0)
    // By keyboard alone: the button that leads on has the focus.
    await page.keyboard.press('Enter')
  }
  await expect(title).toContainText('Lessons 7 of 7')
  await page.getByTestId('tour-lesson').click()
  await expect(page.getByTestId('tour')).toBeHidden()
  await expect(page.getByTestId('lesson-player')).toBeVisible()
})

test('it begins by itself once, and Esc ends it @long', async ({ lab: { page } }) => {
  // The page of a test has it behind it.
  await page.addInitScript(() => sessionStorage.getItem('again') ?? localStorage.removeItem('netsplit.tour-seen'))
  await page.reload()
  await expect(page.getByTestId('tour')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByTestId('tour')).toBeHidden()
  await page.evaluate(() => sessionStorage.setItem('again', 'yes'))
  await page.reload()
  await new LabPage(page).hasLeader()
  await expect(page.getByTestId('tour')).toBeHidden()
})
