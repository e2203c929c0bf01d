import { LabPage } from '../helpers/lab-page'
import { expect, test } from '../helpers/test'

/** C does not answer: each call of it is tried three times. */
const SCENARIO = `
name: by-hand
title: Three services, the last of which does not answer
engine: simulation
cluster:
  protocol: services
  nodes: [A, B, C]
  parameters: { retries: naive, attempts: 3, timeout_ms: 50, retry_budget_percent: 0 }
  node_parameters: { A: { timeout_ms: 500 } }
workload:
  clients: 1
  timeout: 2s
  retry: { attempts: 1, attempt_timeout: 2s }
  script:
    - { at: 100ms, client: c1, operation: { f: call, key: k } }
timeline:
  - { at: 0s, action: { do: link, from: C, to: B, both: false, change: { mode: cut } } }
duration: 3s
`

test('a request is shown as a tree of calls, each try included, and goes out as OpenTelemetry traces @long', async ({
  lab: { page }
}) => {
  const cluster = new LabPage(page)
  await cluster.runText(SCENARIO)
  const spans = page.getByTestId('trace-waterfall').getByTestId('trace-span')
  await expect(spans.filter({ hasText: 'B calls C, try 3' }).first()).toBeVisible()
  await expect(spans.first()).toContainText('A works')
  await expect(spans.filter({ hasText: 'timeout' })).not.toHaveCount(0)
  await page.getByTestId('export-menu').click()
  await expect(page.getByTestId('export-otlp')).toBeVisible()
})
