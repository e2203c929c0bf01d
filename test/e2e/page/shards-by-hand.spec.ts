import type { Page } from '@playwright/test'
import { LabPage } from '../helpers/lab-page'
import { expect, test } from '../helpers/test'

/** Real processes; moves are fast enough for a test, and slow enough to be seen. */
const scenarioOf = (copies: number) => `
name: shards-by-hand
title: A sharded store of ${copies} on processes
engine: processes
cluster:
  protocol: sharded-kv
  nodes: 3
  parameters: { placement: ring, shards: 12, copies: ${copies}, report_ms: 50 }
workload:
  clients: 4
  think_time: 5ms
  mix: { put: 1, get: 1 }
  keys: { distribution: uniform, count: 200 }
`

/** How many shards each group owns, as the picture says. */
async function owned(page: Page): Promise<Record<string, number>> {
  const said = (await page.getByTestId('shard-map').getAttribute('aria-label')) ?? ''
  return Object.fromEntries(
    [...said.matchAll(/(\w+) owns (\d+) of 12 shards/g)].map(([, group, count]) => [group!, Number(count)])
  )
}

/** Groups, the placement service’s included, that these nodes lead. */
async function led(cluster: LabPage, nodes: readonly string[]): Promise<number> {
  const texts = await Promise.all(nodes.map((node) => cluster.node(node).getByTitle('groups that it leads').innerText()))
  return texts.reduce((sum, text) => sum + Number(/\d+/.exec(text)?.[0] ?? 0), 0)
}

/** Waits until each group has served operations within the last seconds, and so many more have succeeded. */
async function goesOn(page: Page, operations = 100): Promise<void> {
  const facts = page.getByTestId('run-inspector')
  const ok = facts.locator('dt', { hasText: /^operations ok$/ }).locator('xpath=following-sibling::dd[1]')
  const count = async () => Number((await ok.innerText()).replace(/\D/g, ''))
  const before = await count()
  await expect.poll(count).toBeGreaterThan(before + operations)
  const rates = page.getByTestId('group-loads').locator('tbody tr td:nth-child(5)')
  await expect.poll(async () => (await rates.allInnerTexts()).every((text) => Number(text.replace(/\D/g, '')) > 0)).toBe(true)
}

test('shards of single copies move to a node that joins and away from one that leaves; those of one that crashed come back @long', async ({
  lab: { page }
}) => {
  const cluster = new LabPage(page)
  await cluster.runText(scenarioOf(1))
  await expect.poll(() => owned(page)).toMatchObject({ n1: expect.any(Number), n2: expect.any(Number), n3: expect.any(Number) })
  await goesOn(page)

  await test.step('n4 joins and gets shards', async () => {
    await page.getByTestId('add-node').press('Enter')
    await page.getByTestId('join-name').press('Enter')
    await expect.poll(async () => (await owned(page)).n4 ?? 0).toBeGreaterThan(0)
    await expect(page.getByTestId('ended-move').first()).toContainText('n4 joined: the ring gives')
    await expect(page.getByTestId('no-moves')).toBeVisible()
    await goesOn(page)
  })

  await test.step('n2 leaves once it has given its shards away', async () => {
    await cluster.order('n2', 'leave')
    await expect(cluster.node('n2')).toHaveCount(0)
    const { n2 = 0, ...others } = await owned(page)
    expect(n2).toBe(0)
    expect(Object.values(others).reduce((sum, count) => sum + count, 0)).toBe(12)
    await expect(page.getByTestId('ended-move').first()).toContainText('n2 leaves: the ring gives')
  })

  await test.step('n4 crashes, and is back with what it had', async () => {
    const before = await owned(page)
    await cluster.order('n4', 'crash')
    await cluster.isProcess('n4', 'down')
    await cluster.order('n4', 'restart')
    await cluster.isProcess('n4', 'running')
    await goesOn(page)
    expect(await owned(page)).toEqual(before)
  })
})

test('groups of three go on while one of their nodes is down @long', async ({ lab: { page } }) => {
  const cluster = new LabPage(page)
  await cluster.runText(scenarioOf(3))
  await expect.poll(() => led(cluster, ['n1', 'n2', 'n3'])).toBe(4)
  await goesOn(page)
  const before = await owned(page)
  await cluster.order('n1', 'crash')
  await cluster.isProcess('n1', 'down')
  await expect.poll(() => led(cluster, ['n2', 'n3'])).toBe(4)
  await goesOn(page)
  expect(await owned(page)).toEqual(before)
  await cluster.isProcess('n1', 'down')
})
