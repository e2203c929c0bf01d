import { readFileSync } from 'node:fs'
import { expect, test } from '../helpers/test'

test('the report of a run also tells what the explorer found before @long', async ({ lab: { page } }) => {
  await page.getByTestId('view-explorer').click()
  await page.getByTestId('explore').click()
  await expect(page.getByTestId('cell-raft-1-none')).toContainText('linearizable', { timeout: 60_000 })

  await page.getByTestId('view-lab').click()
  await page.getByTestId('export-menu').click()
  await page.getByTestId('export-html').click()
  const waiting = page.waitForEvent('download')
  await page.getByTestId('export-file').click()
  const html = readFileSync((await (await waiting).path())!, 'utf8')
  expect(html).toContain('<section id="section-the-run-in-numbers"')
  expect(html).toMatch(/<a href="#cell-raft-1-none"><span class="cell full"><b aria-hidden="true">●<\/b> linearizable<\/span>/)
  expect(html).toMatch(/<details class="card" id="cell-raft-1-none">/)
})
