import { LabPage } from '../helpers/lab-page'
import { expect, test } from '../helpers/test'

/** The leader is left alone with its clients for a while, then two nodes campaign in vain. */
const SCENARIO = `
name: holdings
title: What nodes hold
seed: 3
engine: simulation
cluster: { protocol: raft, nodes: 5, parameters: { pre_vote: false, check_quorum: false } }
workload: { clients: 3, think_time: 20ms, mix: { put: 1 } }
timeline:
  - { at: 2s, label: The leader is alone, action: { do: partition, partition: { shape: isolate, nodes: [leader] } } }
`

test('a node shows its timer, its votes as they come in, and the end of its log with what will be overwritten', async ({
  lab: { page }
}) => {
  const cluster = new LabPage(page)
  await cluster.runText(SCENARIO)
  await expect(page.getByTestId('trouble')).toContainText('cannot form a quorum (1 of 5)')
  await expect(cluster.headline).toContainText('leads in term 2')
  const { leader } = await cluster.leader()

  await test.step('entries of the old leader that no quorum has are hatched', async () => {
    const doomed = page.getByTestId('node-cells').filter({ hasText: 'to be overwritten' })
    await expect(doomed).toHaveCount(1)
    await expect(doomed.locator('.node-cell-doomed').first()).toBeVisible()
  })

  await test.step('the old leader still believes that it leads: by a key the canvas shows what it sees, and what is so', async () => {
    const [stale] = await leaders(cluster, leader)
    await cluster.node(stale!).click()
    await page.keyboard.press('b')
    await expect(cluster.headline).toHaveText(
      new RegExp(`^${stale} believes that it leads term 1; ${leader} has led term 2 for [\\d.]+ m?s$`)
    )
    await expect(cluster.node(leader).locator('s')).toHaveText('silent')
    await expect(cluster.node(leader)).toContainText('leader')
    await expect(page.getByTestId('beliefs')).toContainText(/term\s*1\s*2/)
    await page.getByTestId('belief-end').click()
    await expect(cluster.headline).toContainText(`${leader} leads in term 2`)
  })

  await test.step('nodes without a quorum campaign: two votes come in of the three that it takes', async () => {
    const followers = cluster.nodes.filter((id) => id !== leader)
    const roles = await Promise.all(followers.map((id) => cluster.node(id).getAttribute('data-role')))
    await cluster.order(followers[roles.indexOf('follower')]!, 'crash')
    await cluster.order(leader, 'crash')
    await expect(page.getByTestId('node-ticks').first()).toContainText(/[12] of 5 votes for term \d+, 3 needed/)
  })
})

/** Nodes that take themselves for the leader, but for this one. */
async function leaders({ page }: LabPage, except: string): Promise<string[]> {
  const ids = await page
    .locator('[data-role=leader]')
    .evaluateAll((nodes) => nodes.map((node) => node.getAttribute('data-testid')!))
  return ids.map((id) => id.replace('node-', '')).filter((id) => id !== except)
}

const APART = `
name: apart
title: Rows apart
seed: 5
engine: simulation
cluster: { protocol: quorum, nodes: 3, parameters: { replicas: 3, read_quorum: 1, write_quorum: 1, hinted_handoff: false } }
workload: { clients: 3, think_time: 20ms, keys: { distribution: uniform, count: 400 }, mix: { put: 1 } }
timeline:
  - { at: 1s, label: n3 is alone, action: { do: partition, partition: { shape: isolate, nodes: [n3] } } }
`

test('rows of replicas stand beside each other with what differs, and a node without a leader says whom it takes for dead @long', async ({
  lab: { page }
}) => {
  const cluster = new LabPage(page)
  await cluster.runText(APART)
  await expect(page.getByTestId('trouble')).toBeVisible()
  await cluster.node('n3').click()
  await expect(page.getByTestId('held-rows')).toContainText(/nodes differ in \d+ keys?/)
  await expect(page.getByTestId('node-summary').first()).toHaveText(/\d+ keys?/)
  await page.getByTestId('believe').click()
  await expect(cluster.headline).toHaveText('n3 takes n1 and n2 for dead, but they run')
  await page.getByTestId('belief-end').click()
  await cluster.healAll()
  const tree = page.getByTestId('hash-trees').getByRole('img').first()
  await expect(tree).toHaveAccessibleName(/^n\d and n\d compared range \d .*they differ in \d+ of 64 leaves/)
  await expect(tree.locator('.tree-place-differs').first()).toBeVisible()
})

const COUNTED = `
name: counted
title: Counted apart
seed: 5
engine: simulation
cluster: { protocol: multi-leader, nodes: 3, parameters: { conflicts: crdt } }
workload: { clients: 3, think_time: 20ms, keys: { distribution: uniform, count: 2 }, mix: { increment: 1 } }
timeline:
  - { at: 1s, label: n3 is alone, action: { do: partition, partition: { shape: isolate, nodes: [n3] } } }
`

test('a counter stands node beside node by the part of each leader, and a node that is cut off lacks what others counted @long', async ({
  lab: { page }
}) => {
  const cluster = new LabPage(page)
  await cluster.runText(COUNTED)
  await expect(page.getByTestId('trouble')).toBeVisible()
  await cluster.node('n3').click()
  const counter = page.getByTestId('parts').getByRole('table').first()
  await expect(counter.getByRole('row', { name: 'by n1' })).toHaveText(/by n1\s*\+\d+ −0/)
  await expect(counter.getByRole('row', { name: 'sum' })).toHaveClass(/text-slowed/)
})
