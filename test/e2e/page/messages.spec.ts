import type { Locator, Page } from '@playwright/test'
import { LabPage } from '../helpers/lab-page'
import { expect, test } from '../helpers/test'

/** Patient nodes, so that a busy machine makes no elections of its own. */
const SCENARIO = `
name: patient
title: Patient nodes
cluster: { nodes: 3, parameters: { election_timeout_ms: [800, 1600] } }
workload: { clients: 2, think_time: 20ms }
`

/** The chapter's example of vector clocks, over after a second. */
const TWO_WRITES = `
name: two-writes
title: Two writes by hand
engine: simulation
cluster: { protocol: clocks, nodes: [A, B, C] }
timeline:
  - { at: 300ms, action: { do: command, node: A, command: write, arguments: { what: x = 1 } } }
  - { at: 400ms, action: { do: command, node: A, command: send, arguments: { to: B, what: m } } }
  - { at: 700ms, action: { do: command, node: C, command: write, arguments: { what: x = 99 } } }
`

const SLOW = /1\/[\d]+ of real time/

/** How many events the run has, and at which of them the past is. */
async function events(page: Page): Promise<{ at: number; all: number }> {
  const [at, all] = /event ([\d,]+) of ([\d,]+)/.exec(await page.getByTestId('past').innerText())!.slice(1)
  return { at: Number(at!.replaceAll(',', '')), all: Number(all!.replaceAll(',', '')) }
}

/** Every headline from now on: one that stands for less than a glance is not missed. */
async function recordHeadlines(headline: Locator): Promise<() => Promise<string>> {
  const seen = await headline.evaluateHandle((element: HTMLElement) => {
    const texts = [element.innerText]
    const observer = new MutationObserver(() => texts.push(element.innerText))
    observer.observe(element, { childList: true, subtree: true, characterData: true })
    return texts
  })
  return () => seen.evaluate((texts) => texts.join('\n'))
}

test('slow motion, the replay of a fault, and a message followed to its cause, on real processes @long', async ({
  lab: { page }
}) => {
  const cluster = new LabPage(page)
  await cluster.hasLeader()
  await cluster.runText(SCENARIO)
  const { leader, term } = await cluster.leader()
  await cluster.order(leader, 'crash')
  await expect.poll(async () => ((await page.getByTestId('term').count()) > 0 ? cluster.term() : 0)).toBeGreaterThan(term)
  await cluster.hasLeader()

  await test.step('a live run is followed at a fraction of real time, while it goes on', async () => {
    await page.keyboard.press('w')
    await expect(page.getByTestId('pace-now')).toHaveText(SLOW)
    const before = await events(page)
    await expect.poll(async () => (await events(page)).at).toBeGreaterThan(before.at)
    expect((await events(page)).all).toBeGreaterThan(before.all)
    await page.getByTestId('live').click()
    await expect(page.getByTestId('run-state')).toHaveText('running')
  })

  await test.step('one key replays the fault: from before it to the election', async () => {
    const headlines = await recordHeadlines(cluster.headline)
    await page.keyboard.press('v')
    await expect(page.getByTestId('pace-now')).toHaveText(SLOW)
    await expect.poll(headlines, { timeout: 15_000 }).toMatch(new RegExp(`${leader} leads in term ${term}[^]*No leader`))
    await page.keyboard.press('k')
    await expect(page.getByTestId('pace-now')).toBeHidden()
  })

  await test.step('steps lead to the next change of role and to the next message', async () => {
    await page.getByTestId('bookmarks').click()
    await page
      .getByTestId('bookmark')
      .filter({ hasText: `${leader} crashed` })
      .click()
    await expect(page.getByTestId('event-text')).toHaveText(`${leader} crashed.`)
    await page.getByTestId('next-change').click()
    await expect(page.getByTestId('event-text')).toContainText(/n\d is pre-candidate/)
    await page.getByTestId('next-message').click()
    await expect(page.getByTestId('event-text')).toContainText(/n\d sends pre-vote request to n\d/)
    await expect(page.getByTestId('message-inspector')).toContainText(/pre-vote request ?· n\d → n\d/)
  })

  await test.step('keys alone follow a vote to the request that caused it, and to its place in the diagram', async () => {
    await page.getByTestId('bookmarks').click()
    await page
      .getByTestId('bookmark')
      .filter({ hasText: /became leader/ })
      .first()
      .click()
    const messages = await cluster.dock('messages')
    await messages
      .getByTestId('message')
      .filter({ hasText: /^vote$/ })
      .first()
      .focus()
    await page.keyboard.press('Enter')
    const inspector = page.getByTestId('message-inspector')
    await expect(inspector.getByRole('heading', { level: 2 })).toContainText(/^vote ?·/)
    await expect(inspector.getByTestId('message-says')).toContainText('granted')
    await inspector.getByTestId('message-cause').filter({ hasText: 'vote request' }).first().focus()
    await page.keyboard.press('Enter')
    await expect(inspector.getByRole('heading', { level: 2 })).toContainText('vote request')
    await inspector
      .getByTestId('message-effect')
      .filter({ hasText: /^vote$/ })
      .first()
      .waitFor()
    await inspector.getByTestId('show-in-diagram').click()
    await expect(messages.getByTestId('cones')).toContainText(/\d+ before it, [1-9]\d* after it/)
    await page.keyboard.press('n')
    await expect(page.getByTestId('run-state')).toHaveText('running')
  })
})

test('two events are explained, and a cut is red where a message crosses it backwards', async ({ lab: { page } }) => {
  const cluster = new LabPage(page)
  await cluster.runText(TWO_WRITES)
  const panel = await cluster.dock('messages')
  await panel.getByTestId('show-order').check()
  await panel.getByLabel('span').selectOption({ label: '10 s' })
  await expect(panel.getByTestId('order-event')).toHaveCount(4)
  await panel.getByTestId('hold').click()

  await test.step('two writes that know nothing of each other, slot by slot', async () => {
    await panel.getByTestId('order-event').filter({ hasText: 'A write x = 1' }).click()
    await expect(panel.getByTestId('order-counts')).toContainText('0 before it ◂, 2 after it ▸, 1 concurrent ∥')
    await panel.getByTestId('order-event').filter({ hasText: 'C write x = 99' }).click()
    await expect(panel.getByTestId('order-explanation')).toContainText('[1,0,0] is neither below nor above [0,0,1]')
  })

  await test.step('five clocks say of them what each can', async () => {
    const says = panel.getByTestId('five-clocks-pair').locator('tbody td:last-child')
    // Wall clock, Lamport, vector, hybrid, TrueTime.
    await expect(says).toHaveText([
      'first before second',
      'cannot say',
      'cannot say',
      'first before second',
      'first before second'
    ])
    await panel.getByTestId('clock-bound').fill('500')
    await expect(says.last()).toHaveText('cannot say')
  })

  await test.step('the cut goes from event to event by keys', async () => {
    await panel.getByTestId('toggle-cut').click()
    await expect(panel.getByTestId('cut-text')).toHaveText('A consistent cut: no message is on the way.')
    await panel.getByTestId('cut-B').press('ArrowRight')
    await expect(panel.getByTestId('cut-text')).toContainText('B has received what A has not sent (m)')
    await expect(panel.locator('.causal-backward')).toHaveCount(1)
    for (const _ of ['the write', 'the send']) await panel.getByTestId('cut-A').press('ArrowRight')
    await expect(panel.getByTestId('cut-text')).toHaveText('A consistent cut: no message is on the way.')
  })

  await test.step('and is dragged', async () => {
    const { x, y, width, height } = (await panel.getByTestId('cut-A').boundingBox())!
    await page.mouse.move(x + width / 2, y + height / 2)
    await page.mouse.down()
    await page.mouse.move(x - 200, y + height / 2)
    await page.mouse.up()
    await expect(panel.getByTestId('cut-text')).toContainText('Not a consistent cut')
  })
})
