import type { Locator, Page } from '@playwright/test'
import { LabPage } from '../helpers/lab-page'
import { expect, test } from '../helpers/test'

/** The node that is killed. */
const VICTIM = 'n5'

/** Which event the past is at. */
async function position(page: Page): Promise<number> {
  return Number(await page.getByTestId('past').getAttribute('data-seq'))
}

/** Does this and waits until another moment is on show. */
async function moves(page: Page, act: () => Promise<void>): Promise<number> {
  const before = await position(page)
  await act()
  await expect.poll(() => position(page)).not.toBe(before)
  return position(page)
}

function scrubber(page: Page): Locator {
  return page.getByRole('slider', { name: 'Moment of the run' })
}

test('the past of a live run: by scrubbing, stepping and bookmarks, with everything as it was', async ({ lab: { page } }) => {
  const cluster = new LabPage(page)
  await cluster.hasLeader()
  await cluster.order(VICTIM, 'crash')
  await cluster.isProcess(VICTIM, 'down')

  await test.step('a bookmark shows the moment, says what it is, and lets nothing be done', async () => {
    await page.getByTestId('bookmarks').click()
    await page
      .getByTestId('bookmark')
      .filter({ hasText: `${VICTIM} crashed` })
      .click()
    await expect(page.getByTestId('event-text')).toHaveText(`${VICTIM} crashed.`)
    await expect(page.getByTestId('past')).toContainText(/At [\d.]+ s · event [\d,]+ of [\d,]+/)
    await cluster.isProcess(VICTIM, 'down')
    await expect(page.getByTestId('run-state')).toHaveText('past')
    await expect(page.getByTestId('heal-all')).toBeDisabled()
    await expect(page.getByTestId('unavailable')).toContainText('This is the past')
  })

  await test.step('one event back the node still ran; one event on it is gone again', async () => {
    const at = await position(page)
    expect(await moves(page, () => page.getByTestId('step-back').click())).toBeLessThan(at)
    await cluster.isProcess(VICTIM, 'running')
    expect(await moves(page, () => page.getByTestId('step-on').click())).toBe(at)
    await cluster.isProcess(VICTIM, 'down')
  })

  await test.step('keys alone go to the start, on by bookmarks, and back to now', async () => {
    await scrubber(page).focus()
    await moves(page, () => page.keyboard.press('Home'))
    await expect(cluster.headline).toContainText('No leader')
    await moves(page, () => page.keyboard.press('PageUp'))
    await expect(page.getByTestId('event-text')).toContainText(/is leader in term/)
    await moves(page, () => page.keyboard.press('Shift+ArrowLeft'))
    await moves(page, () => page.keyboard.press('.'))
    await page.keyboard.press('n')
    await expect(page.getByTestId('past')).toBeHidden()
    await expect(page.getByTestId('run-state')).toHaveText('running')
    await cluster.isProcess(VICTIM, 'down')
  })

  await test.step('dragging shows moment after moment, charts, cards and logs among them', async () => {
    const box = (await scrubber(page).boundingBox())!
    const y = box.y + box.height / 2
    await page.mouse.move(box.x + box.width * 0.9, y)
    await page.mouse.down()
    await page.mouse.move(box.x + box.width * 0.5, y, { steps: 5 })
    await expect(page.getByTestId('past')).toBeVisible()
    await page.mouse.move(box.x + 1, y, { steps: 5 })
    await page.mouse.up()
    await expect(cluster.headline).toContainText('No leader')
    const timeline = await cluster.dock('timeline')
    await expect(timeline.getByTestId('bite-card')).toHaveCount(0)
    await page.getByTestId('live').click()
    const began = timeline.getByTitle(/Go to the moment at which it began: Crash/)
    await began.click()
    await expect(page.getByTestId('past')).toBeVisible()
    await expect(timeline.getByTestId('bite-card')).toHaveCount(1)
  })

  await test.step('a click into a chart offers its moment', async () => {
    await page.getByTestId('live').click()
    const charts = await cluster.dock('charts')
    await charts
      .getByTestId('chart-throughput')
      .locator('canvas')
      .first()
      .click({ position: { x: 150, y: 20 } })
    await charts.getByTestId('chart-moment').click()
    await expect(page.getByTestId('past')).toBeVisible()
  })

  await test.step('played on, time passes', async () => {
    await scrubber(page).focus()
    await moves(page, () => page.keyboard.press('Home'))
    const at = await position(page)
    await page.getByTestId('play').click()
    await expect.poll(() => position(page)).toBeGreaterThan(at)
    await page.getByTestId('play').click()
    await page.getByTestId('live').click()
    await expect(page.getByTestId('heal-all')).toBeEnabled()
  })
})

test('a recording is opened beside the run that goes on, scrubbed, stepped through, and closed @long', async ({
  lab: { page }
}) => {
  const cluster = new LabPage(page)
  await cluster.hasLeader()
  await cluster.order(VICTIM, 'crash')
  await cluster.isProcess(VICTIM, 'down')
  await cluster.commitsMore(['n1', 'n2'], 5)
  await page.getByTestId('stop').click()
  await expect(page.getByTestId('run-state')).toHaveText('finished')
  await page.getByTestId('start').click()
  await cluster.hasLeader()

  await page.getByTestId('view-recordings').click()
  const first = page.getByRole('row').filter({ hasText: 'passed' })
  await expect(first).toContainText(/Steady Raft cluster.*processes/)
  await first.getByTestId('open-recording').click()
  await expect(page.getByTestId('recording')).toContainText(/Recording of Steady Raft cluster.*passed/)
  await expect(page.getByTestId('recording-progress')).toBeHidden()
  await cluster.isProcess(VICTIM, 'down')
  await expect(page.getByTestId('run-state')).toHaveText('recording')
  for (const off of ['stop', 'again', 'heal-all']) await expect(page.getByTestId(off)).toBeDisabled()
  await expect(page.getByTestId('verdict')).toContainText('Passed')

  await page.getByTestId('bookmarks').click()
  await page
    .getByTestId('bookmark')
    .filter({ hasText: `${VICTIM} crashed` })
    .click()
  await expect(page.getByTestId('event-text')).toHaveText(`${VICTIM} crashed.`)
  await moves(page, () => page.keyboard.press(','))
  await cluster.isProcess(VICTIM, 'running')
  await page.getByTestId('live').click()
  await cluster.isProcess(VICTIM, 'down')

  await page.getByTestId('close-recording').click()
  await expect(page.getByTestId('run-state')).toHaveText('running')
  await cluster.isProcess(VICTIM, 'running')
  await cluster.commitsMore(cluster.nodes, 5)
})
