import { LabPage } from '../helpers/lab-page'
import { expect, test } from '../helpers/test'

const runOf = (title: string, nodes: number) => `
name: short
title: ${title}
seed: 3
engine: simulation
cluster: { nodes: ${nodes} }
workload: { clients: 1 }
duration: 1s
`

test('a recording gets a name and notes, is found by them, and is had back when it was deleted @long', async ({
  lab: { page }
}) => {
  const cluster = new LabPage(page)
  await cluster.hasLeader()
  await cluster.runText(runOf('Three nodes', 3))
  // The recording of the run in the lab cannot be deleted.
  await cluster.runText(runOf('Five nodes', 5))
  await page.getByTestId('view-recordings').click()
  const rows = page.getByTestId('recording-row')
  const row = rows.filter({ hasText: 'Three nodes' })

  await test.step('name and notes, by keyboard', async () => {
    await row.getByTestId('edit-recording').focus()
    await page.keyboard.press('Enter')
    await expect(page.getByTestId('recording-name')).toBeFocused()
    await page.keyboard.type('The small one')
    await page.keyboard.press('Tab')
    await page.keyboard.type('Look at the first term.')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await expect(row).toContainText('The small one')
    await expect(row).toContainText('Look at the first term.')
    await expect(row.getByTestId('edit-recording')).toBeFocused()
  })

  await test.step('both are searched', async () => {
    for (const words of ['small', 'FIRST term', 'three nodes']) {
      await page.getByTestId('search-recordings').fill(words)
      await expect(rows).toHaveCount(1)
    }
    await page.getByTestId('search-recordings').fill('no such words')
    await expect(page.getByText('No recording is like that.')).toBeVisible()
    await page.getByTestId('search-recordings').fill('')
  })

  await test.step('deleted, and back with all that was written about it', async () => {
    await row.getByTestId('delete-recording').click()
    await expect(row.getByTestId('restore-recording')).toBeFocused()
    await expect(row.getByTestId('open-recording')).toBeHidden()
    await page.keyboard.press('Enter')
    await expect(row.getByTestId('delete-recording')).toBeFocused()
    await expect(row).toContainText('Look at the first term.')
    await row.getByTestId('open-recording').click()
    await expect(page.getByTestId('recording')).toContainText('Three nodes')
  })
})
