import { LabPage } from '../helpers/lab-page'
import { shardsScenario } from '../helpers/shards-scenario'
import { expect, test } from '../helpers/test'

/** n4 joins early, and shards move to it for about a second. */
const SCENARIO = shardsScenario('shards-in-time', 'A rebalancing to go back to', 100, [
  '{ at: 400ms, label: n4 joins, action: { do: join, node: n4 } }'
])

test('the middle of a rebalancing can be gone back to: the ring, the node and its shards are those of that moment @long', async ({
  lab: { page }
}) => {
  const cluster = new LabPage(page)
  await cluster.runText(SCENARIO)
  const map = page.getByTestId('shard-map')
  const slider = page.getByRole('slider', { name: 'Moment of the run' })
  const owned = async () => Number(/n4 owns (\d+) of/.exec((await map.getAttribute('aria-label')) ?? '')?.[1] ?? 0)
  await expect(page.getByTestId('ended-move').first()).toContainText('n4 joined')
  await expect(page.getByTestId('no-moves')).toBeVisible()

  await test.step('on from the moment at which it joined until a shard is on its way', async () => {
    const text = page.getByTestId('event-text')
    await slider.press('Home')
    await expect(page.getByTestId('shards')).toContainText('No map is published yet.')
    await expect(async () => {
      await slider.press('PageUp')
      await expect(text).toHaveText(/n4 joins/, { timeout: 200 })
    }).toPass()
    await expect(async () => {
      await slider.press('ArrowRight')
      await expect(map).toHaveAccessibleName(/moves from n\d to n4, [1-9]\d* % copied/, { timeout: 400 })
    }).toPass()
  })

  const owned_then = await test.step('the picture shows how far it was then', async () => {
    await expect(page.getByTestId('past')).toBeVisible()
    const share = Number(await page.getByTestId('open-move').first().locator('progress').getAttribute('value'))
    expect(share).toBeGreaterThan(0)
    await expect(page.getByTestId('shard-move').first()).toBeAttached()
    await expect(cluster.headline).toContainText(/n\d to n4/)
    await expect(cluster.node('n4')).toContainText(/holds \d+ of 16 shards; [1-9] arriving/)
    return owned()
  })

  await test.step('back to now all have arrived', async () => {
    await page.getByTestId('live').click()
    await expect(page.getByTestId('past')).toBeHidden()
    await expect(page.getByTestId('no-moves')).toBeVisible()
    await expect.poll(owned).toBeGreaterThan(owned_then)
    // The run goes on, and so may its moves: node and map are compared at one moment.
    await expect(async () => {
      const owned_now = await owned()
      await expect(cluster.node('n4')).toContainText(`holds ${owned_now} of 16 shards`, { timeout: 400 })
    }).toPass()
  })
})
