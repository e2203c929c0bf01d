import { LabPage } from '../helpers/lab-page'
import { expect, test } from '../helpers/test'

test('a chart is added, pinned and enlarged, which survives a reload; Escape brings the others back @long', async ({
  lab: { page }
}) => {
  const cluster = new LabPage(page)
  await cluster.hasLeader()
  const charts = await cluster.dock('charts')
  await charts.page().getByTestId('chart-add-commit').click()
  await charts.getByTestId('chart-commit').getByTestId('chart-pin').click()
  await expect(charts.getByTestId(/^chart-(commit|throughput|terms)$/).first()).toHaveAttribute('data-testid', 'chart-commit')

  await charts.getByTestId('chart-terms').getByTestId('chart-enlarge').click()
  await expect(charts.locator('.chart-row')).toHaveCount(1)
  await page.reload()
  await expect(charts.locator('.chart-row')).toHaveCount(1)
  await expect(charts.getByTestId('chart-terms')).toBeVisible()

  await page.keyboard.press('Escape')
  await expect(charts.getByTestId('chart-throughput')).toBeVisible()
  await expect(charts.locator('.chart-row').first()).toHaveAttribute('data-testid', 'chart-commit')
  await expect(charts.getByTestId('chart-commit').getByTestId('chart-pin')).toHaveAttribute('aria-pressed', 'true')

  await test.step('beside the canvas it leaves the dock, and comes back', async () => {
    await charts.getByTestId('chart-commit').getByTestId('chart-beside').click()
    const beside = page.getByTestId('beside-canvas')
    await expect(beside.getByTestId('chart-commit').locator('canvas').first()).toBeVisible()
    await expect(charts.getByTestId('chart-commit')).toHaveCount(0)
    await beside.getByTestId('chart-back').click()
    await expect(charts.getByTestId('chart-commit')).toBeVisible()
  })
})
