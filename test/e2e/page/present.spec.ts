import type { Page } from '@playwright/test'
import { loadAxe, seriousViolations } from '../helpers/axe'
import { LabPage } from '../helpers/lab-page'
import { expect, test } from '../helpers/test'

const LEAST_PX = 14
/** Of a node's name: 20 px or more. */
const NAME_SIZE = /^([2-9]\d)(\.\d+)?px$/

/** A cluster in virtual time, whose leader goes. */
const SCENARIO = `
name: lost-leader
title: A leader that goes
seed: 3
engine: simulation
charts: [leadership, throughput]
cluster: { nodes: 5 }
workload: { clients: 3, think_time: 20ms }
duration: 60s
timeline:
  - { at: 3s, action: { do: crash, node: leader } }
`

async function expectAccessible(page: Page): Promise<void> {
  await loadAxe(page)
  expect(await seriousViolations(page)).toEqual([])
}

/** Texts on screen that are smaller than a room can read. */
function smallTexts(page: Page): Promise<string[]> {
  return page.evaluate((least_px) => {
    const isShown = (element: Element) => element.getClientRects().length > 0 && !element.closest('.sr-only')
    const hasText = (element: Element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent!.trim())
    const size = (element: Element) => parseFloat(getComputedStyle(element).fontSize)
    const small = [...document.querySelectorAll('body *')].filter((one) => hasText(one) && isShown(one) && size(one) < least_px)
    return small.map((element) => `${element.textContent!.trim()}: ${size(element)} px`)
  }, LEAST_PX)
}

test('present mode, by keys, tells in large type what happened to a simulated cluster and why', async ({ lab: { page } }) => {
  const cluster = new LabPage(page)
  await cluster.hasLeader()
  await cluster.runText(SCENARIO)
  await page.keyboard.press('p')
  const view = page.getByTestId('present-view')
  await expect(view).toBeVisible()
  await expect(page.getByTestId('view-lab')).toBeHidden()

  await expect(page.getByTestId('present-chart')).toHaveValue('leadership')
  const newest = page.getByTestId('captions').getByRole('listitem').first()
  await expect(newest).toContainText(/n\d was elected in term \d+, .+ after n\d crashed/)
  await expect(newest).toHaveCSS('font-size', '28px')
  await expect(page.getByTestId('node-n1').getByText('n1', { exact: true })).toHaveCSS('font-size', NAME_SIZE)

  await page.getByTestId('present-chart').selectOption('throughput')
  await page.keyboard.press('Escape')
  await expect(view).toBeHidden()
  await page.keyboard.press('p')
  await expect(page.getByTestId('present-chart')).toHaveValue('throughput')

  await page.keyboard.press('o')
  await expect(page.getByTestId('spotlight')).toBeVisible()
  await page.keyboard.press('o')
  await expect(page.getByTestId('spotlight')).toBeHidden()

  for (const [width, height] of [
    [1440, 900],
    [1024, 700]
  ] as const) {
    await page.setViewportSize({ width, height })
    expect(await smallTexts(page)).toEqual([])
  }
  await expectAccessible(page)
})

test('a word is explained to whoever gives it the focus, and leads to the glossary @long', async ({ lab: { page } }) => {
  const cluster = new LabPage(page)
  await cluster.hasLeader()
  const term = page.getByTestId('chart-throughput').getByText('Throughput', { exact: true })
  await term.focus()
  const help = page.getByTestId('word-help')
  await expect(help).toContainText('Operations per second')
  await expect(term).toHaveAttribute('aria-describedby', 'word-help')
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  await expect(help).toBeHidden()

  await term.blur()
  await term.focus()
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('glossary')).toBeVisible()
  await page.getByTestId('glossary-search').fill('hint')
  await expect(page.getByTestId('glossary').getByRole('term').first()).toContainText('hint')
  await expectAccessible(page)
})

test('a cut and a crash are taken back in turn, and done again @long', async ({ lab: { page } }) => {
  const cluster = new LabPage(page)
  await cluster.hasLeader()
  await cluster.link('n1', 'n2').click()
  await cluster.isLink(['n1', 'n2'], 'cut')
  await expect(page.getByTestId('undo-offer')).toHaveText('Undo: Cut n1 ↔ n2')
  await cluster.order('n5', 'crash')
  await cluster.isProcess('n5', 'down')
  await expect(page.getByTestId('undo-offer')).toHaveText('Undo: Crash n5')
  await page.keyboard.press('Escape')

  await page.keyboard.press('Control+z')
  // It is said at once and for a few seconds only, which a process may take to start.
  await expect(page.getByTestId('message-info').last()).toContainText('Operations that were done meanwhile stay done.')
  await cluster.isProcess('n5', 'running')
  await page.keyboard.press('Control+z')
  await cluster.isLink(['n1', 'n2'], 'open')
  await page.keyboard.press('Control+Shift+Z')
  await cluster.isLink(['n1', 'n2'], 'cut')

  await cluster.healAll()
  await cluster.hasLinks('open', 10)
  await page.keyboard.press('Control+z')
  await cluster.isLink(['n1', 'n2'], 'cut')
})
