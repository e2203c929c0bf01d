import { LabPage } from '../helpers/lab-page'
import { expect, test } from '../helpers/test'

/** Three nodes bear no liar, so that a lie is seen at once. */
const SCENARIO = `
name: by-hand
title: Three honest nodes
engine: simulation
cluster: { protocol: pbft, nodes: 3 }
network: { default: { delay_ms: 5 } }
workload: { clients: 2, think_time: 30ms, mix: { put: 1 } }
`

test('a node is turned into a liar by hand, and the honest ones part @long', async ({ lab: { page } }) => {
  const cluster = new LabPage(page)
  await cluster.runText(SCENARIO)
  const votes = page.getByTestId('votes-matrix')
  await expect(votes).toContainText('■')
  await expect(votes.locator('.votes-conflict')).toHaveCount(0)
  await page.getByTestId('node-n1').click()
  await page.getByLabel('Have it lie: how').selectOption('equivocate')
  await page.getByTestId('command-lie').click()
  await page.keyboard.press('Escape')
  await expect(votes.locator('.votes-conflict').first()).toBeVisible()
  await expect(page.getByTestId('heard-matrix')).toBeVisible()
})
