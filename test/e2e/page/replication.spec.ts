import { LabPage } from '../helpers/lab-page'
import { expect, test } from '../helpers/test'

/** Reads that need one replica of five, until somebody chooses otherwise; nobody leads, and one node is cut off. */
const SCENARIO = `
name: one-of-five
title: Reads of one replica
seed: 5
engine: simulation
cluster: { protocol: quorum, nodes: 5, parameters: { replicas: 5, read_quorum: 1, write_quorum: 3 } }
workload:
  clients: 3
  think_time: 30ms
  mix: { get: 5, put: 3 }
timeline:
  - { at: 1s, label: n5 is cut off, action: { do: partition, partition: { shape: isolate, nodes: [n5] } } }
`

test('a leaderless protocol is spoken of without leaders and quorums; what N, R and W promise can be tried out @long', async ({
  lab: { page }
}) => {
  await new LabPage(page).runText(SCENARIO)
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Leaderless')
  await expect(page.getByTestId('trouble')).toHaveText('not all reach each other: n1–n4 | n5')
  await expect(page.locator('.hulls')).toContainText('4 of 5')
  await expect(page.locator('.hulls')).not.toContainText('quorum')

  const words = page.getByTestId('overlap-words')
  await expect(words).toContainText('W + R = 4 ≤ N = 5')
  await expect(words).toContainText('At worst n1, n2 and n3 acknowledged the write and n5 answers the read: none did both')
  await expect(page.getByRole('button', { name: 'R 1, W 3: may miss the write, as running' })).toHaveAttribute(
    'aria-pressed',
    'true'
  )
  await page.getByTestId('overlap-1-3').focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await expect(page.getByTestId('overlap-3-3')).toBeFocused()
  await expect(words).toContainText('W + R = 6 > N = 5')
  await expect(words).toContainText('n3, n4 and n5 answer the read: n3 did both')
  await page.getByTestId('overlap-n').fill('7')
  await expect(words).toContainText('W + R = 6 ≤ N = 7')
  await page.getByTestId('overlap-reset').click()
  await expect(words).toContainText('W + R = 4 ≤ N = 5')
})

test('clients change how they ask for reads while they run, and the history says how each was asked for @long', async ({
  lab: { page }
}) => {
  await new LabPage(page).runText(SCENARIO)
  await page.getByTestId('policy-reads').selectOption({ label: 'ALL' })
  await expect(page.getByTestId('workload')).toContainText('Waits for every replica; one that is down makes it fail.')
  await page.getByTestId('workload-apply').click()

  await page.getByRole('tab', { name: 'History' }).click()
  await page.getByTestId('history-policy').selectOption({ label: 'ALL' })
  const policies = page.getByTestId('policy')
  await expect(policies.first()).toHaveText('ALL')
  expect(new Set(await policies.allInnerTexts())).toEqual(new Set(['ALL']))
  await policies.first().click()
  await expect(page.getByTestId('operation-policy')).toHaveText(
    'asked under ALL: Waits for every replica; one that is down makes it fail.'
  )
})
