import { LabPage } from '../helpers/lab-page'
import { expect, test } from '../helpers/test'

const SCENARIO = `
name: ballots
title: Ballot leader election
engine: simulation
cluster: { protocol: multi-paxos, nodes: 5, parameters: { election: ballot-leader-election } }
network: { default: { delay_ms: 2 } }
workload: { clients: 2, think_time: 30ms }
`

const FAR_FROM_N1 = ['n2', 'n3', 'n4', 'n5'] as const

test('of five nodes that all reach n1 alone n1 leads, until somebody else is told to stand @long', async ({ lab: { page } }) => {
  const cluster = new LabPage(page)
  await cluster.runText(SCENARIO)
  await expect(cluster.headline).toHaveText(/^n5 leads in ballot \d+/)
  for (const [at, a] of FAR_FROM_N1.entries())
    for (const b of FAR_FROM_N1.slice(at + 1)) {
      await cluster.link(a, b).click()
      await cluster.isLink([a, b], 'cut')
    }
  await expect(cluster.headline).toHaveText(/^n1 leads in ballot \d+/)

  await expect(page.getByTestId('trouble')).toHaveText('only n1 reaches a quorum')
  await cluster.healAll()
  await cluster.hasLinks('cut', 0)
  await cluster.node('n3').click()
  const inspector = page.getByTestId('inspector')
  await expect(inspector).toContainText('End of the log')
  await page.getByTestId('command-campaign').click()
  await expect(cluster.headline).toHaveText(/^n3 leads in ballot \d+/)
})
