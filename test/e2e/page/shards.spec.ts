import { LabPage } from '../helpers/lab-page'
import { shardsScenario } from '../helpers/shards-scenario'
import { expect, test } from '../helpers/test'

const SCENARIO = shardsScenario('shards-by-hand', 'Three nodes of a sharded store', 200)

test('the ring of shards: where a key lands, what virtual nodes would do, and moves to a node that joins @long', async ({
  lab: { page }
}) => {
  await new LabPage(page).runText(SCENARIO)
  const map = page.getByTestId('shard-map')
  await expect(map).toHaveAccessibleName(/n1 owns \d+ of 16 shards/)

  await test.step('it takes the place of the cluster, and gives it back', async () => {
    await page.getByTestId('shards-enlarge').press('Enter')
    await expect(page.getByTestId('node-n1')).toHaveCount(0)
    await expect(page.getByTestId('canvas').getByTestId('shard-map')).toBeVisible()
  })

  await test.step('a key has its place, in words and on the ring', async () => {
    await page.getByTestId('shards-key').fill('k17')
    const told = page.getByTestId('shards-key-told')
    await expect(told).toContainText('"k17" hashes to 1,309,842,361')
    await expect(told).toContainText(/the first point clockwise.* is [\d,]+, virtual node \d+ of n\d\./)
    await expect(told.locator('li').last()).toHaveText(/^n\d owns it\.$/)
    await expect(page.getByTestId('shard-key-pin')).toContainText('k17')
  })

  await test.step('fewer virtual nodes would spread the load less evenly; the run keeps its own', async () => {
    const told = page.getByTestId('what-if-told')
    await expect(told).toContainText('With 100 points each')
    await page.getByTestId('what-if-slider').press('Home')
    await expect(told).toContainText('With 1 point each')
    await expect(told).toContainText('1/√1')
    await expect(told).toContainText('the run keeps 100')
    await page.getByTestId('what-if-slider').press('ArrowRight')
    await expect(told).toContainText('With 2 points each')
  })

  await test.step('n4 joins: shards move to it, one by one, each for a reason', async () => {
    await page.getByTestId('add-node').press('Enter')
    await page.getByTestId('join-name').press('Enter')
    const moving = page.getByTestId('open-move').first()
    await expect(moving).toContainText(/shard \d+: n[123] → n4/)
    await expect(moving).toContainText(/n4 joined: the ring gives shard \d+ to n4/)
    await expect(page.getByTestId('shard-move').first()).toBeAttached()
    await expect(page.getByTestId('ended-move').first()).toContainText(/n4 joined: .* keys in .* without writes/)
    await expect(page.getByTestId('no-moves')).toBeVisible({ timeout: 60_000 })
    await expect(map).toHaveAccessibleName(/n4 owns [1-9]\d* of 16 shards/)
    await expect(page.getByTestId('regrouping')).toContainText(/n4 joined: \d+ % of all keys moved; theory asks for 25 %/)
  })

  await test.step('at the begin of the run nothing was placed', async () => {
    await page.getByRole('slider', { name: 'Moment of the run' }).press('Home')
    await expect(page.getByTestId('shards')).toContainText('No map is published yet.')
    await page.getByTestId('live').click()
    await expect(map).toHaveAccessibleName(/n4 owns [1-9]/)
    await page.getByTestId('shards-shrink').click()
    await expect(page.getByTestId('node-n4')).toBeVisible()
  })
})
