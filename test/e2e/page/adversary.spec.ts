import { LabPage } from '../helpers/lab-page'
import { expect, test } from '../helpers/test'

/** Two proposers in turns on one key; the adversary comes from the menu, before they begin. */
const SCENARIO = `
name: undecided
title: An adversary by hand
engine: simulation
cluster:
  protocol: paxos
  parameters: { backoff_ms: [0, 8], timeout_ms: 400 }
  members:
    - { name: p1, role: proposer }
    - { name: p2, role: proposer }
    - { name: a1, role: acceptor }
    - { name: a2, role: acceptor }
    - { name: a3, role: acceptor }
network: { default: { delay_ms: 10, jitter_ms: 2 } }
workload:
  clients: 2
  timeout: 60s
  retry: { attempts: 1, attempt_timeout: 60s }
  script:
    - { at: 8s, client: c1, node: p1, operation: { f: propose, key: k1, value: left } }
    - { at: 8005ms, client: c2, node: p2, operation: { f: propose, key: k1, value: right } }
duration: 120s
charts: [ballots, valency]
`

test('an adversary from the menu keeps Paxos undecided until it is taken away @long', async ({ lab: { page } }) => {
  const cluster = new LabPage(page)
  await cluster.runText(SCENARIO)
  await cluster.choose('shapes-menu', 'adversary')
  await expect(page.getByTestId('inspector')).toContainText('An adversary picks deliveries')
  await expect(page.getByTestId('chart-valency')).toBeVisible()

  await expect(cluster.node('p1')).toContainText(/ballots \d{2}/, { timeout: 60_000 })
  await expect(cluster.headline).not.toContainText('is chosen')
  await cluster.choose('shapes-menu', 'adversary')
  await expect(cluster.headline).toHaveText(/^(left|right) is chosen for k1/)
})
