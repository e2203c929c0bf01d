import { expect, test } from '../helpers/test'

test('the explorer fills in, a cell says why, and its run opens in the lab', async ({ lab: { page } }) => {
  await page.getByTestId('view-explorer').click()
  await page.getByTestId('explore').click()
  const cell = page.getByTestId('cell-raft-1-none')
  await expect(cell).toContainText('linearizable', { timeout: 60_000 })
  await cell.click()
  await expect(page.getByTestId('cell-details')).toContainText('Raft: linearizable reads')
  await expect(page.getByTestId(/^verdict-/)).toHaveCount(11)
  await expect(page.getByTestId('verdict-sequential')).toContainText('✓ holds')

  await page.getByTestId('open-cell').click()
  await expect(page.getByTestId('engine')).toContainText('simulation')
  await expect(page.getByTestId('run-state')).toHaveText(/running|finished/)
})
