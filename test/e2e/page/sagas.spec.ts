import { LabPage } from '../helpers/lab-page'
import { expect, test } from '../helpers/test'

/** The mail fails, and so does the refund, until somebody helps. */
const SCENARIO = `
name: by-hand
title: A refund that fails
cluster:
  protocol: saga
  members:
    - { name: desk, role: bookings }
    - { name: payment, role: payment, parameters: { compensation_fails_percent: 100 } }
    - { name: seats, role: seats }
    - { name: mail, role: mail, parameters: { refused_percent: 100 } }
workload:
  clients: 1
  timeout: 60s
  retry: { attempts: 1, attempt_timeout: 60s }
  script:
    - { at: 1s, client: c1, operation: { f: book, key: alice, seats: 1 } }
checks: [invariants]
`

test('a refund that fails is listed with what it waits for, until somebody helps by hand @long', async ({ lab: { page } }) => {
  const cluster = new LabPage(page)
  await cluster.runText(SCENARIO)
  const stuck = page.getByTestId('node-rows').filter({ hasText: 'Stuck sagas' })

  await test.step('the saga is stuck: the headline, its node and the list say so', async () => {
    await expect(cluster.headline).toContainText('1 saga stuck')
    await expect(cluster.node('desk').getByTestId('node-tag')).toHaveText('1 stuck')
    await cluster.node('desk').click()
    await expect(stuck.getByRole('row').filter({ hasText: 'c1:1' })).toContainText(/refund.*the account is closed/)
  })

  await test.step('a crash of who takes bookings changes nothing: its log knows the saga', async () => {
    await cluster.order('desk', 'crash')
    await cluster.isProcess('desk', 'down')
    await cluster.order('desk', 'restart')
    await cluster.isProcess('desk', 'running')
    await expect(stuck.getByRole('row').filter({ hasText: 'c1:1' })).toContainText('refund')
  })

  await test.step('somebody mends the cause, and the money is given back', async () => {
    await page.getByRole('textbox', { name: /try a stuck saga once more: saga/ }).fill('c1:1')
    await page.getByTestId('command-retry').click()
    await expect(cluster.headline).not.toContainText('stuck')
    await expect(stuck).toHaveCount(0)
    const logs = await cluster.dock('logs')
    await expect(logs).toContainText('Has done refund of c1:1: 100.')
    await expect(logs).toContainText('Has taken c1:1 back: the mail cannot be delivered.')
  })
})
