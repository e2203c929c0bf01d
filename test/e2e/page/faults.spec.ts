import { LabPage } from '../helpers/lab-page'
import { expect, test } from '../helpers/test'

test('a frame around two nodes, and one click cuts them off', async ({ lab: { page } }) => {
  const cluster = new LabPage(page)
  await cluster.hasLeader()
  const [right, below] = await Promise.all(['n2', 'n3'].map(async (node) => (await cluster.node(node).boundingBox())!))
  await page.mouse.move(right!.x + right!.width + 15, right!.y - 15)
  await page.mouse.down()
  await page.mouse.move(below!.x - 15, below!.y + below!.height + 15, { steps: 5 })
  await page.mouse.up()
  await expect(page.getByTestId('inspector')).toContainText('Cut off, these cannot form a quorum (2 of 5); the others can.')

  await page.getByRole('button', { name: 'Cut off n2, n3' }).click()
  await cluster.hasLinks('cut', 6)
  await expect(page.getByTestId('trouble')).toHaveText('n2 and n3 cannot form a quorum (2 of 5)')

  await cluster.node('n2').click()
  await expect(page.getByTestId('inspector').getByRole('heading', { name: 'n2' })).toBeVisible()
  await expect(cluster.node('n3')).toHaveAttribute('aria-pressed', 'false')
})

test('shapes cut the links that their names promise @long', async ({ lab: { page } }) => {
  const cluster = new LabPage(page)
  await cluster.hasLeader()
  const shapes = [
    ['isolate', 'cut', 4],
    ['one-way-out', 'one-way', 4],
    ['one-way-in', 'one-way', 4],
    ['halves', 'cut', 6],
    ['majorities-ring', 'cut', 5],
    ['bridge', 'cut', 4]
  ] as const
  for (const [shape, state, links] of shapes) {
    // The first three are for the leader.
    await cluster.hasLeader()
    await cluster.choose('shapes-menu', `shape-${shape}`)
    await cluster.hasLinks(state, links)
    await cluster.healAll()
    await cluster.hasLinks('open', 10)
  }
})

test('a node is crashed, restarted, paused and resumed from its menu @long', async ({ lab: { page } }) => {
  const cluster = new LabPage(page)
  const { leader } = await cluster.leader()
  const follower = cluster.nodes.find((node) => node !== leader)!
  await cluster.order(follower, 'crash')
  await cluster.isProcess(follower, 'down')
  await expect(page.getByTestId('canvas')).toContainText('4 of 5 nodes up')
  await cluster.order(follower, 'restart')
  await cluster.isProcess(follower, 'running')
  await cluster.order(follower, 'pause')
  await cluster.isProcess(follower, 'paused')
  await cluster.order(follower, 'resume')
  await cluster.isProcess(follower, 'running')
  await expect(page.getByTestId('canvas')).toContainText('5 of 5 nodes up')
  await cluster.commitsMore([follower], 1)
})
