import { LabPage } from '../helpers/lab-page'
import { expect, test } from '../helpers/test'

const SCENARIO = `
name: by-hand
title: Clocks that are right to within 4 ms
engine: simulation
cluster: { protocol: spanner-kv, nodes: 3, parameters: { epsilon_ms: 4 } }
network: { default: { delay_ms: 1 } }
workload: { clients: 2, think_time: 20ms, mix: { put: 1 } }
duration: 3s
`

test('latency against ε is a curve to drag, and the stamp is past once the interval has slid by @long', async ({
  lab: { page }
}) => {
  const cluster = new LabPage(page)
  await cluster.runText(SCENARIO)
  const words = page.getByTestId('commit-wait-words')
  await expect(words).toContainText('ε 4 ms: wait 8 ms')
  await page.getByTestId('epsilon-slider').fill('0.5')
  await expect(words).toContainText('wait 1 ms')
  await expect(words).toContainText('replication is the longer')
  const curve = page.getByTestId('latency-curve')
  const box = (await curve.boundingBox())!
  await curve.click({ position: { x: box.width - 12, y: box.height / 2 } })
  await expect(words).toContainText('the wait is the longer')
  const elapsed = page.getByTestId('elapsed-slider')
  const stamp = page.getByTestId('sliding-words')
  await elapsed.fill('100')
  await expect(stamp).toContainText('may not be past yet, wait')
  await elapsed.press('ArrowRight')
  await expect(stamp).toContainText('surely past, answer')
})
