import { LabPage } from '../helpers/lab-page'
import { expect, test } from '../helpers/test'

const SCENARIO = `
name: crash
title: A follower crashes
seed: 3
engine: simulation
cluster: { nodes: 3 }
workload: { clients: 1 }
duration: 4s
timeline:
  - { at: 2s, action: { do: crash, node: n2 } }
`

test('the log is narrowed by node, level, topic and words, and a line leads to its moment', async ({ lab: { page } }) => {
  const cluster = new LabPage(page)
  await cluster.hasLeader()
  await cluster.runText(SCENARIO)
  await page.getByTestId('pace').selectOption('0')
  await expect(page.getByTestId('run-state')).toHaveText('finished', { timeout: 60_000 })
  const logs = await cluster.dock('logs')
  const lines = logs.getByTestId('log-line')
  const crashed = lines.filter({ hasText: 'Crashed.' })

  await test.step('only lines like that are left, and all come back', async () => {
    await logs.getByTestId('log-level').selectOption('warning')
    await logs.getByTestId('log-node').selectOption('n2')
    await logs.getByTestId('log-topic').selectOption('process')
    await expect(lines).toHaveCount(1)
    await expect(crashed).toBeVisible()
    await logs.getByTestId('log-search').fill('no such words')
    await expect(logs).toContainText('No line is like that.')
    await logs.getByRole('button', { name: 'Show all' }).click()
    await expect(logs.getByRole('button', { name: 'Show all' })).toBeHidden()
    await logs.getByTestId('log-search').fill('CRASHED')
    await expect(crashed).toBeVisible()
  })

  await test.step('a click goes to the moment, at which lines are as they were', async () => {
    await crashed.click()
    await expect(page.getByTestId('event-text')).toHaveText('n2 crashed.')
    await cluster.isProcess('n2', 'down')
    await expect(crashed).toHaveAttribute('aria-current', 'time')
  })

  await test.step('so do keys', async () => {
    await logs.getByTestId('log-search').fill('')
    await logs.getByTestId('log-table').focus()
    await page.keyboard.press('Home')
    await page.keyboard.press('Enter')
    await expect(page.getByTestId('event-text')).toContainText('The run begins')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await expect(page.getByTestId('event-text')).not.toContainText('The run begins')
  })
})
