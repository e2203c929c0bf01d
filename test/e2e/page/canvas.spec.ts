import { LabPage } from '../helpers/lab-page'
import { expect, test } from '../helpers/test'

const FIFTEEN = `name: fifteen
title: Fifteen nodes
engine: simulation
cluster: { protocol: raft, nodes: 15 }
workload: { clients: 12, think_time: 100ms }
duration: 5m
`

test('fifteen nodes cut in halves are two groups and one boundary; twelve clients are one chip', async ({ lab: { page } }) => {
  const cluster = new LabPage(page)
  await cluster.runText(FIFTEEN)
  await expect(cluster.headline).toContainText('leads')
  await cluster.choose('shapes-menu', 'shape-halves')
  await cluster.hasLinks('cut', 56)
  await expect(page.getByTestId('boundary')).toHaveCount(1)
  await expect(page.getByTestId('boundary-label')).toHaveText('56 links cut')
  await expect(page.getByTestId('groups')).toContainText(/quorum.*8 of 15/)
  await expect(page.getByTestId('groups')).toContainText(/no quorum.*\(7 of 15\)/)
  await expect(page.locator('[data-testid^=link-][data-state=cut]:not(.handle-hidden)')).toHaveCount(0)
  await cluster.healAll()
  await expect(page.getByTestId('boundary')).toHaveCount(0)

  await cluster.choose('clients', 'choose-c7')
  await expect(page.getByTestId('client-c7')).toHaveAttribute('aria-pressed', 'true')
})

test('a node that was dragged, or moved by arrow keys, stays after a reload until all is put back', async ({ lab: { page } }) => {
  const cluster = new LabPage(page)
  await cluster.hasLeader()
  const place = async (node: string) => (await cluster.node(node).boundingBox())!
  const before = await place('n2')
  await cluster.node('n2').hover()
  await page.mouse.down()
  await page.mouse.move(before.x + before.width / 2 + 90, before.y + before.height / 2 + 60, { steps: 4 })
  await page.mouse.up()
  await expect(page.getByTestId('reset-places')).toBeVisible()
  const dragged = await place('n2')
  expect(dragged.x - before.x).toBeGreaterThan(60)

  const { y } = await place('n5')
  await cluster.node('n5').focus()
  await page.keyboard.press('Shift+ArrowDown')
  await expect.poll(async () => (await place('n5')).y - y).toBeGreaterThan(30)

  await page.reload()
  await cluster.hasLeader()
  await expect.poll(async () => Math.abs((await place('n2')).x - dragged.x)).toBeLessThan(2)
  await page.getByTestId('reset-places').click()
  await expect.poll(async () => Math.abs((await place('n2')).x - before.x)).toBeLessThan(2)
})
