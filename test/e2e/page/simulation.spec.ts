import type { Page } from '@playwright/test'
import { LabPage } from '../helpers/lab-page'
import { expect, test } from '../helpers/test'

/** A leader that is cut off for a while, with clients that ask every node in turn, it among them. */
const SCENARIO = `
name: cut-off-leader
title: A leader cut off
seed: 3
engine: simulation
cluster: { nodes: 5, parameters: { check_quorum: false } }
workload:
  clients: 4
  follow_redirects: false
  think_time: 15ms
  mix: { get: 5, put: 3 }
  keys: { distribution: uniform, count: 3 }
duration: 10s
timeline:
  - { at: 3s, for: 4s, label: Cut the leader off, action: { do: partition, partition: { shape: isolate, nodes: [leader] } } }
`

/** Runs the text in the window, and holds virtual time before the fault. */
async function runHeld(page: Page): Promise<LabPage> {
  const cluster = new LabPage(page)
  await cluster.hasLeader()
  await cluster.runText(SCENARIO)
  await page.getByTestId('hold-time').click()
  await expect(page.getByTestId('run-state')).toHaveText('held')
  return cluster
}

async function runToTheEnd(page: Page): Promise<void> {
  await page.getByTestId('pace').selectOption('0')
  await page.getByTestId('hold-time').click()
  await expect(page.getByTestId('run-state')).toHaveText('finished', { timeout: 60_000 })
}

async function eventsSoFar(page: Page): Promise<number> {
  const words = await page.getByTestId('position').innerText()
  return Number(/([\d,]+) events/.exec(words)![1]!.replaceAll(',', ''))
}

test('virtual time is held, stepped, and a message on its way is held back and let go by hand @long', async ({
  lab: { page }
}) => {
  const cluster = await runHeld(page)

  await test.step('one step is one event or the few of one moment, and nothing happens between', async () => {
    const before = await eventsSoFar(page)
    await page.getByTestId('step-event').click()
    await expect.poll(() => eventsSoFar(page)).toBeGreaterThan(before)
  })

  await test.step('until a role changes', async () => {
    await cluster.choose('step-menu', 'step-role')
    await cluster.hasLeader()
  })

  await test.step('a message is held, then delivered', async () => {
    const messages = await cluster.dock('messages')
    await page.getByTestId('message-filter').selectOption('in flight')
    const held = messages.getByRole('cell', { name: 'held' })
    await expect(async () => {
      await page.getByTestId('step-event').click()
      await messages.getByTestId('message-hold').first().click({ timeout: 1500 })
      await expect(held).toHaveCount(1, { timeout: 1500 })
    }).toPass()
    await messages.getByRole('row').filter({ hasText: 'held' }).getByTestId('message-deliver').click()
    await expect(held).toHaveCount(0)
  })
})

test('a deliberate bug is turned on, its violation appears, and the history shows the counterexample @long', async ({
  lab: { page }
}) => {
  const cluster = await runHeld(page)
  await page.getByTestId('switches').getByText('Deliberate bugs').click()
  await page.getByTestId('switch-stale-reads').click()
  await expect(page.getByTestId('switch-on')).toContainText('Bug on: Reads without asking a quorum')
  await runToTheEnd(page)

  await test.step('while it ran: a banner that leads to the moment', async () => {
    const banner = page.getByTestId('violation')
    await expect(banner).toContainText('No order of the operations')
    await banner
      .getByRole('button', { name: /where it was noticed|Go to/ })
      .first()
      .click()
    await expect(page.getByTestId('past')).toBeVisible()
    await page.getByTestId('live').click()
  })

  await test.step('afterwards: the verdict with its evidence', async () => {
    await expect(page.getByTestId('verdict')).toContainText('Failed')
    await expect(page.getByTestId('evidence').first()).toContainText(/get k\d/)
  })

  await test.step('the same operations under each model, and the counterexample in the lanes', async () => {
    const history = await cluster.dock('history')
    await history.getByTestId('judge').click()
    await expect(history.getByTestId('model-linearizable')).toContainText('violated', { timeout: 60_000 })
    await expect(history.getByTestId('model-linearizable')).toHaveAttribute('data-state', 'violated')
    await expect(history.getByTestId('hierarchy').locator('.implies-violated, .implies-holds').first()).toBeAttached()
    await expect(history.getByTestId('counterexample')).toContainText(/get k\d/)
    const bars = history.locator('[data-testid^=bar-]')
    await expect(bars.filter({ hasText: '✗' }).first()).toBeVisible()
    await bars.first().focus()
    await page.keyboard.press('Enter')
    await expect(history.getByRole('complementary', { name: 'Operation' })).toContainText('Messages it caused')
  })
})

test('a recording is opened, scrubbed and stepped back; another future forks off, and both are in the charts', async ({
  lab: { page }
}) => {
  const cluster = await runHeld(page)
  await runToTheEnd(page)
  await page.getByTestId('view-recordings').click()
  await page.getByRole('row').filter({ hasText: 'A leader cut off' }).getByTestId('open-recording').click()
  await expect(page.getByTestId('recording')).toContainText('Recording of A leader cut off')
  await expect(page.getByTestId('recording-progress')).toBeHidden()

  await test.step('to the beginning of the fault, and one event back', async () => {
    await page.getByTestId('bookmarks').click()
    await page.getByTestId('bookmark').filter({ hasText: 'Cut the leader off' }).last().click()
    await expect(page.getByTestId('past')).toContainText('At 3.000 s')
    const at = Number(await page.getByTestId('past').getAttribute('data-seq'))
    await page.getByTestId('step-back').click()
    await expect.poll(async () => Number(await page.getByTestId('past').getAttribute('data-seq'))).toBeLessThan(at)
  })

  await test.step('the fork skips the fault', async () => {
    await page.getByTestId('fork').click()
    await page.getByTestId('fork-skip').filter({ hasText: 'Cut the leader off' }).click()
    await expect(page.getByTestId('recording')).toBeHidden()
    await expect(page.getByTestId('run-state')).toHaveText('running')
    await page.getByTestId('pace').selectOption('0')
    await expect(page.getByTestId('run-state')).toHaveText('finished', { timeout: 60_000 })
    await cluster.hasLinks('cut', 0)
    expect(await cluster.term()).toBe(1)
  })

  await test.step('both futures are in the charts until the old one is taken out', async () => {
    await cluster.dock('charts')
    await expect(page.getByTestId('reference')).toContainText('A leader cut off as it was')
    await expect(page.getByTestId('chart-terms')).toBeVisible()
    await page.getByTestId('drop-reference').click()
    await expect(page.getByTestId('reference')).toBeHidden()
  })
})
