import type { Page } from '@playwright/test'
import { LabPage } from '../helpers/lab-page'
import { expect, test } from '../helpers/test'

const RUN = `
name: short
title: Three nodes
engine: simulation
cluster: { nodes: 3 }
workload: { clients: 1 }
timeline:
  # Of the file.
  - { at: 60s, action: { do: heal } }
`

/** The run before ends first, with its last reads and checks. */
const REPLACE_TIMEOUT_MS = 60_000

/** Drops a file on the window, as from a folder. */
async function drop(page: Page, name: string, text: string): Promise<void> {
  const data = await page.evaluateHandle(
    ([called, content]) => {
      const transfer = new DataTransfer()
      transfer.items.add(new File([content!], called!))
      return transfer
    },
    [name, text]
  )
  await page.dispatchEvent('body', 'drop', { dataTransfer: data })
}

test('what was clicked on a run is saved as a scenario, runs by itself, and is renamed, duplicated, deleted and had back', async ({
  lab: { page }
}) => {
  const cluster = new LabPage(page)
  await cluster.runText(RUN)
  await cluster.hasLeader()
  await cluster.order('n1', 'crash')
  await cluster.isProcess('n1', 'down')

  await test.step('saved, with its comments, under a name that follows the title', async () => {
    await cluster.choose('export-menu', 'save-run')
    // In place of the text that was run, which is in no file.
    await page.getByTestId('discard-text').click()
    await expect(page.getByTestId('own-title')).toBeFocused()
    await page.keyboard.type('Crash by hand')
    await expect(page.getByTestId('own-name')).toHaveValue('crash-by-hand')
    await page.keyboard.press('Enter')
    await expect(page.getByTestId('own-crash-by-hand')).toHaveAttribute('aria-current', 'true')
    await expect(page.getByTestId('save-scenario')).toBeDisabled()
  })

  await test.step('it does the same again', async () => {
    await page.getByTestId('run-crash-by-hand').click()
    await expect(page.getByTestId('scenario-menu')).toHaveText('Crash by hand', { timeout: REPLACE_TIMEOUT_MS })
    await cluster.isProcess('n1', 'down')
    await page.getByTestId('scenario-menu').click()
    await expect(page.getByTestId('scenario-crash-by-hand')).toBeVisible()
    await page.keyboard.press('Escape')
  })

  await test.step('renamed and duplicated by keyboard', async () => {
    await page.getByTestId('view-scenarios').click()
    await page.getByRole('button', { name: 'Rename Crash by hand' }).focus()
    await page.keyboard.press('Enter')
    await page.keyboard.type('First crash')
    await page.keyboard.press('Enter')
    await expect(page.getByTestId('own-first-crash')).toBeVisible()
    await page.getByRole('button', { name: 'Duplicate First crash' }).press('Enter')
    await page.keyboard.press('Enter')
    await expect(page.getByTestId('own-first-crash-2')).toContainText('First crash (copy)')
  })

  await test.step('deleted and had back', async () => {
    await page.getByRole('button', { name: 'Delete First crash (copy)' }).click()
    const undo = page.getByTestId('deleted-first-crash-2').getByRole('button')
    await expect(undo).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(page.getByTestId('own-first-crash-2')).toBeVisible()
  })
})

test('a file that is dropped on the window is shown, with its mistakes, and runs when somebody says so @long', async ({
  lab: { page }
}) => {
  await expect(page.getByTestId('scenario-menu')).toBeVisible()
  await drop(page, 'theirs.yaml', RUN)
  await expect(page.getByTestId('scenario-text')).toContainText('title: Three nodes')
  await expect(page.getByTestId('scenario-menu')).not.toHaveText('Three nodes')
  await page.getByTestId('run-text').click()
  await expect(page.getByTestId('scenario-menu')).toHaveText('Three nodes', { timeout: REPLACE_TIMEOUT_MS })

  await test.step('in place of a text with changes after it was asked, by keyboard', async () => {
    await page.getByTestId('view-scenarios').click()
    const text = page.getByTestId('scenario-text')
    await text.press('Control+Home')
    await page.keyboard.type('# Mine. ')
    await drop(page, 'other.yaml', RUN.replace('Three nodes', 'Others'))
    await expect(page.getByTestId('keep-text')).toBeFocused()
    await page.keyboard.press('Escape')
    await expect(page.getByTestId('replace-text')).toBeHidden()
    await expect(text).toContainText('# Mine.')
    await drop(page, 'other.yaml', RUN.replace('Three nodes', 'Others'))
    await expect(page.getByTestId('keep-text')).toBeFocused()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await expect(text).toContainText('title: Others')
  })

  await drop(page, 'notes.txt', 'x')
  await expect(page.getByText('notes.txt: drop')).toBeVisible()
  await drop(page, 'binary.yaml', 'a\0b')
  await expect(page.getByText('binary.yaml:1:1: this is no text')).toBeVisible()
  await drop(page, 'long.yaml', 'x'.repeat(300_000))
  await expect(page.getByText('long.yaml is too long for a scenario')).toBeVisible()
})
