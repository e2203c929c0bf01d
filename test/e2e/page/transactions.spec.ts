import type { Locator } from '@playwright/test'
import { LabPage } from '../helpers/lab-page'
import { expect, test } from '../helpers/test'

/** The coordinator's disk takes its time over each decision: most of the time a transaction is between its votes and that. */
const SCENARIO = `
name: by-hand
title: A coordinator with a slow disk
cluster: { protocol: atomic-commit, nodes: 3 }
workload: { clients: 1, mix: { transaction: 1 }, retry: { attempts: 1, attempt_timeout: 5s } }
timeline:
  - { at: 0s, action: { do: disk, node: n1, sync_delay_ms: 2000 } }
`

test('the coordinator is killed in the window of doubt: participants wait until it is back, and then release @long', async ({
  lab: { page }
}) => {
  const cluster = new LabPage(page)
  await cluster.runText(SCENARIO)
  const undecided = page.getByTestId('node-rows').filter({ hasText: 'Undecided transactions' }).getByRole('row')
  const doubt = undecided.filter({ hasText: 'the decision' }).first()

  const transaction = await test.step('n2 has voted and does not know the decision', async () => {
    await cluster.node('n2').click()
    return doubt.getByRole('cell').first().innerText()
  })

  await test.step('the coordinator dies, and the doubt lasts', async () => {
    await cluster.order('n1', 'crash')
    await cluster.isProcess('n1', 'down')
    await expect(cluster.headline).toContainText('No coordinator')
    await expect(doubt).toContainText(transaction)
  })

  await test.step('the lanes show it, shaded', async () => {
    const chart = page.getByTestId('chart-transactions')
    await chart.scrollIntoViewIfNeeded()
    await expect(async () => {
      expect(await wordsAlong(chart)).toContain(`? n2 is in doubt about ${transaction}`)
    }).toPass()
  })

  await test.step('the coordinator comes back with a disk at full speed, and the transaction is released', async () => {
    await cluster.order('n1', 'restart')
    await cluster.isProcess('n1', 'running')
    await cluster.order('n1', 'disk')
    await expect(cluster.headline).toContainText('n1 coordinates')
    await expect(undecided.filter({ hasText: transaction })).toHaveCount(0)
    const chart = page.getByTestId('chart-transactions')
    await expect(async () => {
      expect(await wordsAlong(chart)).toMatch(new RegExp(`[✓✗] n2 is in doubt about ${transaction}\\b`))
    }).toPass()
  })
})

const STEPS = 24

/** What the chart says of the moments from left to right under the pointer. */
async function wordsAlong(chart: Locator): Promise<string> {
  const page = chart.page()
  const { x, y, width, height } = (await chart.boundingBox())!
  const said = new Set<string>()
  for (let step = 4; step < STEPS; step++) {
    await page.mouse.move(x + (width * step) / STEPS, y + height / 2)
    for (const words of await page.locator('.chart-words').allInnerTexts()) said.add(words)
  }
  await page.mouse.move(x, y)
  return [...said].join('\n')
}
