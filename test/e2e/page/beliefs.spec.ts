import { LabPage } from '../helpers/lab-page'
import { expect, test } from '../helpers/test'

/** Without check_quorum a leader that is cut off goes on for as long as nobody tells it of a later term. */
const SCENARIO = `
name: beliefs
title: A leader cut off
engine: processes
cluster: { protocol: raft, nodes: 5, parameters: { check_quorum: false, election_timeout_ms: [600, 1200] } }
workload: { clients: 2, think_time: 50ms }
`

test('among real processes a leader that is cut off believes that it leads, and the canvas says what is so', async ({
  lab: { page }
}) => {
  const cluster = new LabPage(page)
  await cluster.runText(SCENARIO)
  const { leader: stale } = await cluster.leader()
  await cluster.choose('shapes-menu', 'shape-isolate')
  await cluster.hasLinks('cut', 4)
  await expect(cluster.headline).toHaveText(new RegExp(`^(?!${stale})n\\d leads in term \\d+`))

  await cluster.node(stale).click()
  await expect(page.getByTestId('inspector')).toContainText(/running, pid \d+/)
  await page.keyboard.press('b')
  // Another may have come to lead meanwhile.
  const told = new RegExp(`^${stale} believes that it leads term \\d+; (n\\d) has led term (\\d+) for [\\d.]+ m?s$`)
  await expect(cluster.headline).toHaveText(told)
  const [, leader, term] = told.exec(await cluster.headline.innerText())!
  // What it believes of the new leader is struck through, and what is so stands beside it.
  await expect(cluster.node(leader!).locator('s')).toHaveText('silent')
  await expect(cluster.node(leader!)).toContainText('leader')

  await cluster.healAll()
  await expect(cluster.headline).toHaveText(new RegExp(`^${stale} believes that ${leader} leads term ${term}`))
})
