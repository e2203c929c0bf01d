import { readFileSync } from 'node:fs'
import { expect, test } from '../helpers/test'

test('the explorer fills in, a cell says why, and its run opens in the lab @long', async ({ lab: { page } }) => {
  await page.getByTestId('view-explorer').click()
  await page.getByTestId('explore').click()
  const cell = page.getByTestId('cell-raft-1-none')
  await expect(cell).toContainText('linearizable', { timeout: 60_000 })
  await cell.click()
  await expect(page.getByTestId('cell-details')).toContainText('Raft: linearizable reads')
  await expect(page.getByTestId(/^verdict-/)).toHaveCount(11)
  await expect(page.getByTestId('verdict-sequential')).toContainText('✓ holds')

  await test.step('a model is looked at in all cells, and a protocol by itself', async () => {
    await page.getByTestId('model-linearizable').click()
    await expect(cell).toContainText('holds')
    await page.getByTestId('explorer-protocol').selectOption('raft')
    await expect(page.getByTestId('matrix')).not.toContainText('Quorum')
  })

  await test.step('the cell is run on', async () => {
    await page.getByTestId('run-on').click()
    await expect(page.getByTestId('cell-details')).toContainText('8 runs', { timeout: 30_000 })
  })

  await page.getByTestId('open-cell').click()
  await expect(page.getByTestId('engine')).toContainText('simulation')
  await expect(page.getByTestId('run-state')).toHaveText(/running|finished/)
})

test('a configuration is placed by what was measured, its runs open in the lab, and the page is exported @long', async ({
  lab: { page }
}) => {
  await page.getByTestId('view-explorer').click()
  await page.getByTestId('explorer-tab-models').focus()
  await page.keyboard.press('ArrowRight')
  await page.getByTestId('measure').click()
  const raft = page.getByTestId('placed-PC-EC').getByRole('button', { name: 'Raft linearizable reads' })
  await raft.click({ timeout: 90_000 })
  const details = page.getByTestId('pacelc-details')
  await expect(details).toContainText('The cut-off site answered nothing.')
  await expect(page.getByTestId('measured-raft-1')).toContainText('1.0 beside a leader')
  await expect(page.getByTestId('pacelc-chart-reads').locator('canvas, svg')).toBeVisible()

  await test.step('which isolation setting prevents which anomaly', async () => {
    await page.getByTestId('explorer-tab-isolation').click()
    await page.getByTestId('play-isolation').click()
    await expect(page.getByTestId('played-p4-snapshot')).toHaveText(/prevented/, { timeout: 30_000 })
    await page.getByTestId('played-p4-read-committed').click()
    await expect(page.getByTestId('played-details')).toContainText(/possible/i)
    await expect(page.getByTestId('played-details')).toContainText('read p4-x; wait 200 ms; p4-x = 12')
    await page.getByTestId('explorer-tab-pacelc').click()
  })

  const download = page.waitForEvent('download')
  await page.getByTestId('explorer-export').click()
  await page.getByRole('link', { name: 'explorer.html' }).click()
  const html = readFileSync(await (await download).path(), 'utf8')
  expect(html).toContain('PACELC by measurement')
  expect(html).toContain('id="pacelc-raft-1"')
  expect(html).toContain('Anomalies × isolation settings')

  await page.getByTestId('open-raft-1-cut-p1').click()
  await expect(page.getByTestId('engine')).toContainText('simulation')
  await expect(page.getByTestId('run-state')).toHaveText(/running|finished/)
})

test('every crash during commit is tried, a cell says who waits, and its run opens in the lab @long', async ({
  lab: { page }
}) => {
  await page.getByTestId('view-explorer').click()
  await page.getByTestId('explorer-tab-window').click()
  await page.getByTestId('commit-window').click()
  await expect(page.getByTestId('crashes-tried')).toHaveText(/^(\d+) of \1 crashes tried/, { timeout: 60_000 })
  await expect(page.getByTestId('blocked-cooperative')).toHaveText('6 of 28 block')
  await expect(page.getByTestId('blocked-paxos')).toContainText(/^0 of /)

  await page.getByTestId('crash-cooperative-n1-write-commit-after').click()
  await expect(page.getByTestId('crash-details')).toContainText('n2 and n3 wait in doubt for n1 to come back')

  const download = page.waitForEvent('download')
  await page.getByTestId('explorer-export').click()
  await page.getByRole('link', { name: 'explorer.html' }).click()
  expect(readFileSync(await (await download).path(), 'utf8')).toContain('Crashes during commit')

  await page.getByTestId('open-crash').click()
  await expect(page.getByTestId('engine')).toContainText('simulation')
  await expect(page.getByTestId('run-state')).toHaveText(/running|finished/)
})
