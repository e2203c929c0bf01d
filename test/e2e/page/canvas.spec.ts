import type { Page } from '@playwright/test'
import { LabPage } from '../helpers/lab-page'
import { expect, test } from '../helpers/test'

const FIFTEEN = `name: fifteen
title: Fifteen nodes
engine: simulation
cluster: { protocol: raft, nodes: 15 }
workload: { clients: 12, think_time: 100ms }
duration: 5m
`

const REGIONS = `name: two-regions
title: Two regions
engine: simulation
cluster: { protocol: raft, nodes: 4 }
network: { regions: { east: [n1, n2], west: [n3, n4] }, between: [{ regions: [east, west], link: { delay_ms: 20 } }] }
workload: { clients: 2, think_time: 100ms }
duration: 5m
`

test('fifteen nodes cut in halves are two groups and one boundary; twelve clients are one chip @long', async ({
  lab: { page }
}) => {
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

  // In a small window the middle of a link between its neighbours lies on a node: a click there means the node.
  const size = page.viewportSize()!
  await page.setViewportSize({ width: 1024, height: 700 })
  await cluster.node('n2').click()
  await expect(page.getByTestId('inspector')).toContainText('n2')
  await page.keyboard.press('Escape')
  await page.setViewportSize(size)

  await cluster.choose('clients', 'choose-c7')
  await expect(page.getByTestId('client-c7')).toHaveAttribute('aria-pressed', 'true')
  await page.getByTestId('canvas-legend').click()
  const legend = page.getByRole('dialog', { name: 'What the shapes mean' })
  await expect(legend).toContainText('election timer')
  await expect(legend).not.toContainText('shards')
})

test('a node that was dragged, or moved by arrow keys, stays after a reload until all is put back @long', async ({
  lab: { page }
}) => {
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

/** Drags by the mouse from a point to another so far away. */
async function drag(page: Page, from: { x: number; y: number }, by: { x: number; y: number }): Promise<void> {
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  await page.mouse.move(from.x + by.x, from.y + by.y, { steps: 4 })
  await page.mouse.up()
}

test('a region goes dark by its menu, is told so, and is back when that is undone', async ({ lab: { page } }) => {
  const cluster = new LabPage(page)
  await cluster.runText(REGIONS)
  await cluster.hasLeader()
  await cluster.choose('region-menu-west', 'region-dark')
  await cluster.hasLinks('cut', 4)
  await expect(page.getByText('Region west goes dark').first()).toBeVisible()
  await page.keyboard.press('Control+z')
  await cluster.hasLinks('cut', 0)
})

test('a region dragged by its name or its border takes its nodes along, and back when that is undone @long', async ({
  lab: { page }
}) => {
  const cluster = new LabPage(page)
  await cluster.runText(REGIONS)
  await cluster.hasLeader()
  const places = async () =>
    Promise.all(['n1', 'n2', 'n3', 'n4'].map(async (node) => Math.round((await cluster.node(node).boundingBox())!.x)))
  const start = await places()
  const [n1, n2, n3, n4] = start as [number, number, number, number]

  const name = (await page.getByTestId('region-east').boundingBox())!
  await drag(page, { x: name.x + name.width / 2, y: name.y + name.height / 2 }, { x: 60, y: 0 })
  await expect.poll(places).toEqual([n1 + 60, n2 + 60, n3, n4])
  await page.keyboard.press('Control+z')
  await expect.poll(places).toEqual(start)

  const on_border = await page.getByTestId('region-border-west').evaluate((path: SVGPathElement) => {
    const { x, y } = path.getPointAtLength(0).matrixTransform(path.getScreenCTM()!)
    return { x, y }
  })
  await drag(page, on_border, { x: -40, y: 0 })
  await expect.poll(places).toEqual([n1, n2, n3 - 40, n4 - 40])
  await page.keyboard.press('Control+z')
  await expect.poll(places).toEqual(start)
})

test('a node that is asked what it believes stays so while the arrangement of the window changes @long', async ({
  lab: { page }
}) => {
  const cluster = new LabPage(page)
  await cluster.hasLeader()
  await cluster.node('n2').click()
  await page.keyboard.press('b')
  const belief = page.getByTestId('belief')
  await expect(belief).toContainText('as n2 sees it')
  for (const [width, height] of [
    [1024, 700],
    [1440, 900]
  ] as const) {
    await page.setViewportSize({ width, height })
    await expect(page.getByRole('group', { name: 'Time' })).toBeVisible()
    await expect(cluster.node('n2')).toHaveAttribute('aria-pressed', 'true')
    await expect(belief).toContainText('as n2 sees it')
  }
  await page.keyboard.press('p')
  await expect(page.getByTestId('present-view')).toBeVisible()
  await expect(cluster.node('n2')).toHaveAttribute('aria-pressed', 'true')
  await expect(belief).toContainText('as n2 sees it')
})
