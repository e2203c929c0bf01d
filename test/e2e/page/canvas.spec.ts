import { LabPage } from '../helpers/lab-page'
import { expect, test } from '../helpers/test'

const FIFTEEN = `name: fifteen
title: Fifteen nodes
engine: simulation
cluster: { protocol: raft, nodes: 15 }
workload: { clients: 12, think_time: 100ms }
duration: 5m
`

test('fifteen nodes cut in halves are two groups and one boundary; twelve clients are one chip', async ({ lab: { page } }) => {
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

  await cluster.choose('clients', 'choose-c7')
  await expect(page.getByTestId('client-c7')).toHaveAttribute('aria-pressed', 'true')
})
