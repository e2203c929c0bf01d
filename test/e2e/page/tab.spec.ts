import { readFileSync } from 'node:fs'
import { chromium, expect, test } from '@playwright/test'
import type { Browser, Page } from '@playwright/test'
import { strFromU8, unzipSync } from 'fflate'
import { readRecordingAt } from '../../../src-main/lab/recording/recording-folder'
import { EXPORT_FORMATS } from '../../../src-shared/lab-api'
import { chromiumPath } from '../helpers/launchers'
import { LabPage } from '../helpers/lab-page'
import { LessonPage } from '../helpers/lesson-page'
import { serveTab } from '../helpers/static-site'
import type { StaticSite } from '../helpers/static-site'
import { skipTour } from '../helpers/tour'

let site: StaticSite
let browser: Browser
let page: Page
let errors: string[]

test.beforeEach(async () => {
  site = await serveTab()
  browser = await chromium.launch({ executablePath: chromiumPath(), args: ['--no-sandbox'] })
  page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  errors = []
  page.on('pageerror', ({ message }) => errors.push(message))
  await skipTour(page)
  await page.goto(site.url)
})
test.afterEach(async () => {
  await browser.close()
  site.close()
  expect(errors).toEqual([])
})

test('the lab runs in a tab, from a folder of files: the leader is crashed and another one leads', async () => {
  await expect(page.getByTestId('engine')).toContainText('simulation')
  const leader = page.getByTestId('leader')
  await expect(leader).toHaveText(/^n\d$/)
  const first = (await leader.textContent())!
  await page.keyboard.press('c')
  await expect(leader).toHaveText(new RegExp(`^n[^${first.slice(1)}]$`))
})

test('what needs processes says so, and a scenario for them is simulated @long', async () => {
  await page.getByTestId('scenario-menu').click()
  await expect(page.getByTestId('engine-processes')).toHaveAttribute('title', /no processes/)
  await page.getByTestId('scenario-quorum-siblings').click()
  await expect(page.getByTestId('scenario-menu')).toContainText('sibling', { ignoreCase: true })
  await expect(page.getByTestId('engine')).toContainText('simulation')
})

test('a lesson is played in a tab as anywhere @long', async () => {
  const lesson = new LessonPage(page)
  await lesson.open('who-leads-next', 'C')
  await lesson.answer('C').click()
  await lesson.next.click()
  await lesson.run()
  await expect(lesson.outcome.locator('dd')).toHaveText(['C', 'B'])
  await lesson.next.click()
  await expect(page.getByTestId('node-B')).toHaveAttribute('data-role', 'candidate')
})

test('once it was loaded it opens without a network', async () => {
  await page.evaluate(async () => (await navigator.serviceWorker.ready).active !== null)
  site.close()
  await page.reload()
  await hasLeader()
  // So does what a first visit does not fetch: another protocol with its own picture.
  await page.getByTestId('scenario-menu').click()
  await page.getByTestId('scenario-quorum-siblings').click()
  await expect(page.getByTestId('scenario-menu')).toContainText('sibling', { ignoreCase: true, timeout: 60_000 })
  await expect(page.getByTestId('overlap')).toBeVisible({ timeout: 60_000 })
  await expect(page.getByTestId('run-state')).not.toHaveText('failed')
})

/** The page is there and its first run has begun; page and lab start beside whatever else this machine does. */
async function hasLeader(): Promise<void> {
  await expect(page.getByTestId('leader')).toHaveText(/^n\d$/, { timeout: 60_000 })
}

/** Exports and saves; answers where the file lies. */
async function saved(format: string, name: string): Promise<string> {
  await page.getByTestId('export-menu').click()
  await page.getByTestId(`export-${format}`).click()
  const link = page.getByRole('link', { name, exact: true })
  await expect(link).toBeVisible({ timeout: 60_000 })
  const download = page.waitForEvent('download')
  await link.click()
  const path = test.info().outputPath(name)
  await (await download).saveAs(path)
  return path
}

/** Drops a file of this name on the page. */
async function drop(name: string, content: Uint8Array): Promise<void> {
  await page.evaluate(
    ({ name, bytes }) => {
      const dataTransfer = new DataTransfer()
      dataTransfer.items.add(new File([Uint8Array.from(bytes)], name))
      dispatchEvent(new DragEvent('drop', { dataTransfer, cancelable: true }))
    },
    { name, bytes: [...content] }
  )
}

const RUN = `
name: cut-pair
title: A pair cut off
engine: simulation
duration: 3s
cluster: { nodes: 3 }
workload: { clients: 2, think_time: 50ms }
timeline: [{ at: 1s, for: 1s, action: { do: partition, partition: { shape: isolate, nodes: [n1] } } }]
`

/** To its end, as fast as it goes. */
async function runToTheEnd(): Promise<void> {
  await new LabPage(page).runText(RUN)
  await page.getByTestId('pace').selectOption('0')
  await expect(page.getByTestId('run-state')).toHaveText('finished', { timeout: 30_000 })
}

test('a run is exported in every format, and its recording opens again, here and on the desktop', { tag: '@long' }, async () => {
  await hasLeader()
  await runToTheEnd()
  const all = unzipSync(readFileSync(await saved('all', 'cut-pair.zip')))
  const names = Object.keys(all)
  for (const name of ['report.html', 'history.edn', 'shiviz.log', 'cut-pair.netsplit', 'csv/history.csv'])
    expect(names).toContain(name)
  for (const format of EXPORT_FORMATS.filter((one) => ['csv', 'json', 'svg', 'png'].includes(one)))
    expect(names.filter((name) => name.startsWith(`${format}/`)).length).toBeGreaterThan(3)
  expect(strFromU8(all['png/latency.png']!.subarray(1, 4))).toBe('PNG')

  const file = await saved('recording', 'cut-pair.netsplit')
  const { events, result } = await readRecordingAt(file)
  expect(result).toMatchObject({ scenario: 'cut-pair', engine: 'simulation' })
  expect(events.at(-1)).toMatchObject({ kind: 'run-ended', reason: 'finished' })

  await page.reload()
  await hasLeader()
  await drop('mine.netsplit', readFileSync(file))
  await expect(page.getByTestId('recording')).toContainText('Recording of A pair cut off')
  await expect(page.getByTestId('run-state')).toHaveText('recording')
})

test('what is dropped and is no recording is told in one sentence', { tag: '@long' }, async () => {
  await hasLeader()
  await drop('photo.netsplit', Buffer.from('PK no zip at all'))
  await expect(page.getByTestId('message-error')).toContainText('photo.netsplit: this is no recording; open a .netsplit file')
  await drop('notes.txt', Buffer.from('x'))
  await expect(page.getByTestId('message-error').last()).toContainText('notes.txt: drop a scenario here (.yaml), or a recording')
})

test('an earlier run of the tab is opened', { tag: '@long' }, async () => {
  await hasLeader()
  await runToTheEnd()
  await page.getByTestId('scenario-menu').click()
  await page.getByTestId('scenario-quorum-siblings').click()
  await expect(page.getByTestId('scenario-menu')).toContainText('sibling', { ignoreCase: true })
  await page.getByTestId('view-recordings').click()
  await expect(page.getByText('as long as this tab is open')).toBeVisible()
  await page
    .getByRole('row', { name: /A pair cut off/ })
    .getByTestId('open-recording')
    .click()
  await expect(page.getByTestId('recording')).toContainText('Recording of A pair cut off')
})

test('a comparison is run beside the lab, and its runs stand side by side', { tag: '@long' }, async () => {
  test.setTimeout(180_000)
  await hasLeader()
  await page.getByTestId('view-compare').click()
  await page.getByRole('button', { name: 'Run and compare: Two regions count' }).click()
  await expect(page.getByRole('heading', { name: 'Two regions count' })).toBeVisible({ timeout: 120_000 })
  await expect(page.getByTestId('answers-minority-writes')).toContainText('100 % answered')
  await expect(page.getByTestId('run-state')).toContainText('running')
})

test('the explorer fills in beside the lab', { tag: '@long' }, async () => {
  test.setTimeout(180_000)
  await page.getByTestId('view-explorer').click()
  await page.getByTestId('explore').click()
  await expect(page.getByTestId('cell-raft-1-none')).toContainText('linearizable', { timeout: 120_000 })
  await expect(page.getByTestId('run-state')).toContainText('running')
})
