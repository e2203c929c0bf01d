import { LabPage } from '../helpers/lab-page'
import { expect, test } from '../helpers/test'

test('a delay takes effect at once, and what is observed follows what is configured @long', async ({ lab: { page } }) => {
  const cluster = new LabPage(page)
  const { leader } = await cluster.leader()
  const follower = cluster.nodes.find((node) => node !== leader)!
  const link = cluster.link(leader, follower)
  await link.click({ button: 'right' })
  const inspector = page.getByTestId('link-inspector')
  /** The two directions' values in this row, as numbers; NaN where there is none yet. */
  const row = async (name: string): Promise<number[]> => {
    const cells = await inspector.getByRole('row').filter({ hasText: name }).getByRole('cell').allInnerTexts()
    return cells.map(Number.parseFloat)
  }

  await inspector.getByLabel('delay in ms').fill('60')
  await inspector.getByLabel('delay in ms').press('Enter')
  await expect(link).toContainText('60 ms')
  expect(await row('delay, configured')).toEqual([60, 60])
  await expect.poll(async () => Math.min(...(await row('delay, observed')))).toBeGreaterThanOrEqual(60)

  const slider = (await inspector.getByTestId('set-loss_percent').getByRole('slider').boundingBox())!
  await page.mouse.move(slider.x + slider.width / 2, slider.y + slider.height / 2)
  await page.mouse.down()
  await page.mouse.move(slider.x + 60, slider.y + slider.height / 2, { steps: 10 })
  await page.mouse.up()
  await expect(link).toContainText('% loss')
  await expect.poll(async () => Math.min(...(await row('dropped of all sent')))).toBeGreaterThan(0)

  await inspector.getByTestId('clear-link').click()
  await cluster.isLink([leader, follower], 'open')
})
