import type { Locator } from '@playwright/test'
import { LabPage } from '../helpers/lab-page'
import { expect, test } from '../helpers/test'

/** The coordinator's disk takes 6 s over its decision: that long the one transaction is between its votes and that. */
const SCENARIO = `
name: by-hand
title: A coordinator with a slow disk
cluster: { protocol: atomic-commit, nodes: 3 }
workload:
  clients: 1
  retry: { attempts: 1, attempt_timeout: 60s }
  script:
    - { at: 2s, client: c1, node: n1, operation: { f: transaction, key: bank, steps: [{ do: write, key: alice, value: '60' }, { do: write, key: carol, value: '40' }] } }
timeline:
  - { at: 1s, for: 8s, action: { do: disk, node: n1, sync_delay_ms: 6000 } }
`
const PARTICIPANTS = ['n2', 'n3'] as const

test('the coordinator is killed in the window of doubt: all participants wait until it is back, and then decide alike @long', async ({
  lab: { page }
}) => {
  const cluster = new LabPage(page)
  await cluster.runText(SCENARIO)
  const chart = page.getByTestId('chart-transactions')
  const haveLocks = async () => {
    for (const id of PARTICIPANTS) await expect(cluster.node(id).getByTestId('node-tag')).toHaveText('1 in doubt, 1 key locked')
  }

  await test.step('both have voted, and hold their locks', haveLocks)

  await test.step('the coordinator dies, and both still wait with their locks', async () => {
    await cluster.order('n1', 'crash')
    await cluster.isProcess('n1', 'down')
    await expect(cluster.headline).toContainText('No coordinator')
    await haveLocks()
  })

  await test.step('their lanes show the doubt, shaded', async () => {
    await chart.scrollIntoViewIfNeeded()
    await expect(async () => {
      const words = await wordsAlong(chart)
      for (const id of PARTICIPANTS) expect(words).toContain(`? ${id} is in doubt about c1:1#`)
    }).toPass()
  })

  await test.step('the coordinator comes back, and both decide alike and release their locks', async () => {
    await cluster.order('n1', 'restart')
    await cluster.isProcess('n1', 'running')
    await expect(cluster.headline).toContainText('n1 coordinates')
    for (const id of PARTICIPANTS) await expect(cluster.node(id).getByTestId('node-tag')).toHaveCount(0)
    await expect(async () => {
      const glyphs = [...(await wordsAlong(chart)).matchAll(/([✓✗]) (n\d) is in doubt about c1:1#/g)]
      expect(new Set(glyphs.map(([, , id]) => id))).toEqual(new Set(PARTICIPANTS))
      expect(new Set(glyphs.map(([, glyph]) => glyph)).size).toBe(1)
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
