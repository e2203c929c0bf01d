import type { Page } from '@playwright/test'
import { loadAxe, seriousViolations } from '../helpers/axe'
import { LabPage } from '../helpers/lab-page'
import { expect, test } from '../helpers/test'

/** Each view, and how to come to it from the one before. */
const VIEWS: Record<string, (cluster: LabPage) => Promise<unknown>> = {
  charts: (cluster) => cluster.dock('charts'),
  timeline: (cluster) => cluster.dock('timeline'),
  logs: (cluster) => cluster.dock('logs'),
  messages: (cluster) => cluster.dock('messages'),
  'inspector of a message': ({ page }) => page.getByTestId('message').first().press('Enter'),
  history: (cluster) => cluster.dock('history'),
  clocks: (cluster) => cluster.dock('clocks'),
  'inspector of a node': (cluster) => cluster.node('n2').click(),
  'what a node believes': ({ page }) => page.keyboard.press('b'),
  'inspector of a link': (cluster) => cluster.link('n1', 'n2').click({ button: 'right' }),
  'shortcuts sheet': ({ page }) => page.getByTestId('shortcuts').click(),
  'the past': ({ page }) => page.getByTestId('step-back').click(),
  bookmarks: ({ page }) => page.getByTestId('bookmarks').click(),
  'more of time in a narrow window': async ({ page }) => {
    await page.keyboard.press('Escape')
    await page.setViewportSize({ width: 1024, height: 700 })
    await page.getByTestId('transport-menu').click()
  },
  'present mode': async ({ page }) => {
    await page.keyboard.press('Escape')
    await page.keyboard.press('p')
    await page.getByTestId('present-view').waitFor()
  },
  scenarios: async ({ page }) => {
    await page.keyboard.press('Escape')
    await page.setViewportSize({ width: 1440, height: 900 })
    await page.getByTestId('view-scenarios').click()
  },
  'scenario editor': async ({ page }) => {
    await page.getByTestId('edit-raft-leader-crash').click()
    await page.getByTestId('piece-3').focus()
  },
  'mistakes in a scenario': async ({ page }) => {
    await page.getByTestId('scenario-text').fill('name: one\nnods: 3\n')
    await page.getByTestId('scenario-error').waitFor()
  },
  recordings: ({ page }) => page.getByTestId('view-recordings').click(),
  glossary: ({ page }) => page.getByTestId('view-glossary').click(),
  'choosing what to compare': ({ page }) => page.getByTestId('view-compare').click(),
  'map of the chapter': ({ page }) => page.getByTestId('view-learn').click(),
  'a prediction of a lesson': async ({ page }) => {
    await page.getByTestId('lesson-who-leads-next').getByTestId('open-lesson').click()
    await page.getByTestId('answer').first().click()
  },
  'outcome of a lesson’s run': async ({ page }) => {
    await page.getByTestId('lesson-next').click()
    await page.getByTestId('play-run').click()
    await page.getByTestId('run-outcome').filter({ hasText: 'It happened' }).waitFor()
  },
  'what is to be seen of it': ({ page }) => page.getByTestId('lesson-next').click(),
  'what to try': ({ page }) => page.getByTestId('lesson-dot').nth(5).click(),
  'end of a lesson': ({ page }) => page.getByTestId('lesson-next').click()
}

/** Looks through every view in turn, with trouble, which has colours of its own. */
async function inEveryView(page: Page, look: (view: string) => Promise<void>): Promise<void> {
  const cluster = new LabPage(page)
  await cluster.hasLeader()
  await cluster.order('n5', 'crash')
  await cluster.link('n3', 'n4').click()
  await loadAxe(page)
  for (const [view, show] of Object.entries(VIEWS)) {
    await show(cluster)
    await look(view)
  }
}

test('axe finds no serious violation in any view', async ({ lab: { page } }) => {
  test.slow()
  await inEveryView(page, async (view) => expect.soft(await seriousViolations(page), view).toEqual([]))
})

test('axe finds no theme that lacks contrast in any view @long', async ({ lab: { page } }) => {
  test.slow()
  // Of what axe looks at, themes differ by their colours alone.
  await inEveryView(page, async (view) => {
    for (const theme of ['dark', 'projector', 'light']) {
      await page.evaluate((chosen) => (document.documentElement.dataset.theme = chosen), theme)
      if (theme !== 'light') expect.soft(await seriousViolations(page, ['color-contrast']), `${view}, ${theme}`).toEqual([])
    }
  })
})

/** Filled in once: it takes a while. */
test('axe finds no serious violation in either tab of the explorer, in any theme @long', async ({ lab: { page } }) => {
  const cluster = new LabPage(page)
  await page.getByTestId('view-explorer').click()
  await page.getByTestId('explorer-tab-pacelc').click()
  await page.getByTestId('measure').click()
  await page.getByTestId('placement-map').getByRole('button').first().click({ timeout: 90_000 })
  await page.getByTestId('explorer-tab-models').click()
  await page.getByTestId('explore').click()
  await page
    .getByTestId(/^cell-(?!details)/)
    .first()
    .click({ timeout: 60_000 })
  await loadAxe(page)
  for (const theme of ['light', 'dark', 'projector']) {
    await cluster.choose('theme-menu', `theme-${theme}`)
    for (const tab of ['models', 'pacelc']) {
      await page.getByTestId(`explorer-tab-${tab}`).click()
      expect.soft(await seriousViolations(page), `${tab}, ${theme}`).toEqual([])
    }
  }
})

test('axe finds no serious violation in a comparison, presented or not, in any theme @long', async ({ lab: { page } }) => {
  test.slow()
  const cluster = new LabPage(page)
  await page.getByTestId('view-compare').click()
  await page.getByRole('button', { name: 'Run and compare: Two regions count' }).click()
  await page.getByTestId('answers').waitFor({ timeout: 60_000 })
  await loadAxe(page)
  for (const theme of ['light', 'dark', 'projector']) {
    await cluster.choose('theme-menu', `theme-${theme}`)
    expect.soft(await seriousViolations(page), theme).toEqual([])
    await page.keyboard.press('p')
    await expect(page.getByTestId('present-end')).toBeVisible()
    expect.soft(await seriousViolations(page), `${theme}, presented`).toEqual([])
    await page.keyboard.press('Escape')
  }
})
