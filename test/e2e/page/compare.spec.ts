import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { LabPage } from '../helpers/lab-page'
import { expect, test } from '../helpers/test'

/** Two nodes cut off for a while, with clients that ask every node in turn. */
const scenario = (seed: number) => `
name: cut-off-pair
title: A pair cut off, seed ${seed}
seed: ${seed}
engine: simulation
cluster: { nodes: 5 }
workload: { clients: 3, follow_redirects: false, think_time: 20ms }
duration: 4s
timeline:
  - { at: 1500ms, for: 1s, label: Cut two off, action: { do: partition, partition: { shape: halves, group: [n1, n2] } } }
`

async function runToTheEnd(page: Page, text: string): Promise<void> {
  await new LabPage(page).runText(text)
  await page.getByTestId('pace').selectOption('0')
  await expect(page.getByTestId('run-state')).toHaveText('finished', { timeout: 30_000 })
}

test('recordings side by side: ticked, compared, read, exported, and opened again @long', async ({ lab: { page } }) => {
  await new LabPage(page).hasLeader()
  await runToTheEnd(page, scenario(1))
  await runToTheEnd(page, scenario(2))

  await test.step('ticked in the list of recordings', async () => {
    await page.getByTestId('view-recordings').click()
    await expect(page.getByTestId('compare-ticked')).toBeDisabled()
    for (const seed of [1, 2]) {
      await page.getByRole('checkbox', { name: new RegExp(`A pair cut off, seed ${seed}`) }).check()
    }
    await page.getByTestId('compare-ticked').click()
  })

  await test.step('their figures stand beside each other', async () => {
    const figures = page.getByTestId('figures')
    await expect(figures).toContainText('A pair cut off, seed 1')
    await expect(figures.getByTestId('figure-ok_per_s')).toContainText(/[\d.]+ \/s/)
    await expect(figures.getByText('★').first()).toBeVisible()
    await expect(page.getByTestId('compare-note')).toBeHidden()
  })

  await test.step('the partition is told in words, side by side', async () => {
    const card = page.getByTestId('partition-card').first()
    await expect(card).toContainText('Partition from 1.5 s to 2.5 s')
    await expect(card).toContainText(/Side of n1, n2: /)
    await expect(card).toContainText(/Side of n3, n4, n5 \(quorum\): .*\d+ writes answered/)
    await expect(card).toContainText(/Nothing diverged|No acknowledged write diverged/)
  })

  await test.step('charts share the cursor, and each run has its strips', async () => {
    const charts = page.getByTestId('compared-charts')
    for (const strip of ['terms-A', 'terms-B', 'reach-A', 'reach-B']) {
      await expect(charts.getByTestId(`compare-${strip}`)).toBeVisible()
    }
    await charts.getByTestId('compare-throughput').locator('canvas').first().hover()
    await expect(charts.locator('.chart-cursor')).toHaveCount(7)
    await expect(charts.locator('.compare-words')).toContainText(/A [\d,]+ \/s\s+B [\d,]+ \/s/)
  })

  await test.step('it can be presented, and the way back leads here', async () => {
    await page.keyboard.press('p')
    await expect(page.getByTestId('view-lab')).toBeHidden()
    await expect(page.getByTestId('figures')).toBeVisible()
    await page.getByTestId('present-end').click()
    await expect(page.getByTestId('view-lab')).toBeVisible()
    await expect(page.getByTestId('figures')).toBeVisible()
  })

  await test.step('staleness is measured without asking and joins the figures', async () => {
    await expect(page.getByTestId('figure-staleness_ms_max')).toContainText(/\d+ ms.*\d+ ms/, { timeout: 30_000 })
  })

  await test.step('the page of it opens anywhere', async () => {
    await page.getByTestId('compare-export').click()
    const waiting = page.waitForEvent('download')
    await page.getByTestId('export-file').click()
    const html = readFileSync((await (await waiting).path())!, 'utf8')
    expect(html).toContain('2 runs side by side')
    expect(html).not.toMatch(/<script|https?:\/\/(?!www\.w3\.org)/)
  })

  await test.step('a run of the table opens in the lab', async () => {
    await page.getByTestId('open-compared').first().click()
    await expect(page.getByTestId('recording')).toContainText('Recording of A pair cut off, seed 1')
  })
})

test('a shipped comparison is run beside the lab’s own run, with the keyboard, and opens @long', async ({ lab: { page } }) => {
  await new LabPage(page).hasLeader()
  await page.getByTestId('view-compare').click()

  await test.step('one that is cancelled leaves nothing behind', async () => {
    await page.getByRole('button', { name: 'Run and compare: The same partition' }).click()
    await page.getByTestId('cancel-comparison').click()
    await expect(page.getByRole('button', { name: 'Run and compare: The same partition' })).toBeEnabled()
    await page.getByTestId('view-recordings').click()
    await expect(page.getByText('The same partition')).toHaveCount(0)
    await page.getByTestId('view-compare').click()
  })

  await test.step('runs, tells how far it is, and opens', async () => {
    await page.getByRole('button', { name: 'Run and compare: Two regions count' }).focus()
    await page.keyboard.press('Enter')
    await expect(page.getByTestId('shipped-two-regions-count').getByRole('status')).toContainText('of 3 runs done')
    await expect(page.getByRole('heading', { name: 'Two regions count' })).toBeVisible({ timeout: 60_000 })
    await expect(page.getByTestId('answers-minority-writes')).toContainText('100 % answered')
    await expect(page.getByTestId('answers-lost').getByRole('cell')).toContainText([/4/, /none/, /none/])
  })

  await test.step('the lab’s own run goes on, and the recordings are among the others', async () => {
    await expect(page.getByTestId('run-state')).toContainText('running')
    await page.getByTestId('view-recordings').click()
    await expect(page.getByText('Two regions count: CRDT counter')).toBeVisible()
  })
})
