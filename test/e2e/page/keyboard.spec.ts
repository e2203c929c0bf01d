import type { Page } from '@playwright/test'
import { LabPage } from '../helpers/lab-page'
import { expect, test } from '../helpers/test'

/** More than all controls in front of the first link. */
const TABS_MAX = 60

/** Goes on with Tab until a link has the focus. */
async function tabToLink(page: Page): Promise<void> {
  for (let tabs = 0; tabs < TABS_MAX; tabs++) {
    await page.keyboard.press('Tab')
    const focused = await page.evaluate(() => document.activeElement?.getAttribute('data-testid'))
    if (focused?.startsWith('link-')) return
  }
  throw new Error(`no link within ${TABS_MAX} tabs`)
}

test('links are cut and healed by keys alone', async ({ lab: { page } }) => {
  const cluster = new LabPage(page)
  await cluster.hasLeader()
  await tabToLink(page)
  await page.keyboard.press('Enter')
  await cluster.hasLinks('cut', 1)
  await page.keyboard.press('Enter')
  await cluster.hasLinks('open', 10)
  await page.keyboard.press('Shift+Enter')
  await cluster.hasLinks('one-way', 1)
  await page.keyboard.press('h')
  await cluster.hasLinks('open', 10)
  await page.keyboard.press('i')
  await expect(page.getByTestId('link-inspector')).toBeVisible()
})

test('every shortcut does what the sheet says @long', async ({ lab: { page } }) => {
  const cluster = new LabPage(page)
  const { keyboard } = page
  const { leader, term } = await cluster.leader()
  await keyboard.press('?')
  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  for (const title of ['Heal all links', 'Crash the selected node, or the leader', 'Next theme', 'This sheet']) {
    await expect(sheet.getByText(title)).toBeVisible()
  }
  await keyboard.press('?')
  await expect(sheet).toBeHidden()

  await keyboard.press('c')
  await cluster.isProcess(leader, 'down')
  await expect.poll(() => cluster.term()).toBeGreaterThan(term)
  await cluster.hasLeader()
  await keyboard.press('r')
  await cluster.isProcess(leader, 'running')
  await keyboard.press('x')
  await cluster.hasLinks('cut', 4)
  await keyboard.press('Control+z')
  await cluster.hasLinks('open', 10)
  await keyboard.press('x')
  await cluster.hasLinks('cut', 4)
  await keyboard.press('h')
  await cluster.hasLinks('open', 10)

  await cluster.node(leader).focus()
  await keyboard.press('Enter')
  await expect(page.getByTestId('inspector').getByRole('heading', { name: leader })).toBeVisible()
  await keyboard.press('f')
  await cluster.isProcess(leader, 'paused')
  await keyboard.press('f')
  await cluster.isProcess(leader, 'running')
  await keyboard.press('Escape')
  await expect(page.getByTestId('inspector').getByRole('heading', { name: 'Steady Raft cluster' })).toBeVisible()

  for (const [key, tab] of [
    ['2', 'timeline'],
    ['3', 'logs'],
    ['4', 'messages'],
    ['5', 'history'],
    ['6', 'clocks'],
    ['1', 'charts']
  ] as const) {
    await keyboard.press(key)
    await expect(page.getByTestId(`panel-${tab}`)).toBeVisible()
    if (tab === 'logs') await expect(page.getByTestId('log-line').last()).toBeInViewport()
  }
  await expect(page.getByTestId('client-c1')).toBeVisible()
  await keyboard.press('l')
  await expect(page.getByTestId('client-c1')).toBeHidden()

  await keyboard.press('s')
  await expect(page.getByTestId('run-state')).toHaveText('finished')
  await expect(page.getByTestId('inspector')).toContainText(/Linearizable.*holds/)
})
