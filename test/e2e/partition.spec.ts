import { dirname } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Page } from '@playwright/test'
import { checkExports } from './helpers/exports'
import { LabPage } from './helpers/lab-page'
import { openPorts, portsOf } from './helpers/ports'
import { descendants, aliveOf } from './helpers/processes'
import { expect, test } from './helpers/test'

/** Entries that a group must commit to be seen at work, or in which another must be seen to stand still. */
const SOME_ENTRIES = 20

test('a cut through the cluster stalls the minority, and the majority goes on without it @long-in-electron', async ({
  lab,
  shell
}) => {
  const cluster = new LabPage(lab.page)
  const before = await cluster.leader()
  const minority = [cluster.nodes.find((node) => node !== before.leader)!, before.leader]
  const majority = cluster.nodes.filter((node) => !minority.includes(node))

  await test.step('cut the leader and a follower off, link by link', async () => {
    // The leader's own links last: until then it has a quorum, and nobody else can win.
    for (const pair of cluster.linksAround(minority)) {
      await cluster.link(...pair).click()
      await cluster.isLink(pair, 'cut')
    }
    await expect(lab.page.getByTestId('trouble')).toContainText(/cannot form a quorum \(2 of 5\)/)
    await expect(lab.page.getByTestId('canvas')).toContainText('no quorum (2 of 5)')
    await expect(lab.page.getByTestId('canvas')).toContainText('quorum 3 of 5')
  })

  const after = await test.step('the majority elects a leader in a higher term', async () => {
    await expect.poll(async () => majority.includes((await cluster.leader()).leader)).toBe(true)
    return cluster.leader()
  })
  expect(after.term).toBeGreaterThan(before.term)

  await test.step('the majority commits, the minority does not', async () => {
    await cluster.commitsMore(majority, SOME_ENTRIES)
    const stalled = await cluster.commits(minority)
    await cluster.commitsMore(majority, SOME_ENTRIES)
    expect(await cluster.commits(minority)).toEqual(stalled)
  })

  await test.step('healed, the old leader is in the higher term and catches up', async () => {
    await cluster.healAll()
    for (const pair of cluster.linksAround(minority)) await cluster.isLink(pair, 'open')
    // It may lead again, but only in a term of its own.
    await expect
      .poll(async () => Number((await cluster.node(before.leader).getAttribute('data-caption'))?.replace('term ', '')))
      .toBeGreaterThanOrEqual(after.term)
    await expect(lab.page.getByTestId('trouble')).toBeHidden()
    await cluster.commitsMore(cluster.nodes, SOME_ENTRIES)
  })

  await test.step('each cut has a card that says whether it bit', async () => {
    const timeline = await cluster.dock('timeline')
    await expect(timeline.getByTestId('bite-card')).toHaveCount(6)
    const bit = timeline.getByTestId('bite-card').filter({ hasText: /Effect: it stopped [1-9][\d,]* messages?/ })
    await expect(bit.filter({ hasText: before.leader }).first()).toBeVisible()
    await expect(timeline.getByText('Still on.')).toHaveCount(0)
  })

  await test.step('take everything home', async () => {
    await cluster.choose('export-menu', 'export-all')
    const note = lab.page.getByTestId('message-info').filter({ hasText: /\d+ files in / })
    const folder = / files in (\S+)/.exec(await note.innerText())![1]!
    expect(folder.startsWith(lab.profile)).toBe(true)
    checkExports(folder)
    if (shell === 'chromium') await downloadsReport(lab.page, folder)
  })

  await test.step('quit, and nothing is left', async () => {
    const processes = [lab.process.pid!, ...descendants(lab.process.pid!)]
    const ports = portsOf(processes)
    expect(ports.length).toBeGreaterThan(cluster.nodes.length)
    await lab.close()
    await expect.poll(() => aliveOf(processes)).toEqual([])
    expect(openPorts(ports)).toEqual([])
  })
})

/** The report comes through the browser as well, and opens in one that has no network. */
async function downloadsReport(page: Page, folder: string): Promise<void> {
  const [files] = await Promise.all([page.waitForEvent('popup'), page.getByRole('link', { name: 'Open the folder' }).click()])
  const [download] = await Promise.all([files.waitForEvent('download'), files.getByRole('link', { name: 'report.html' }).click()])
  const saved = pathToFileURL(`${dirname(folder)}/saved.html`)
  await download.saveAs(`${dirname(folder)}/saved.html`)
  const offline = await page.context().browser()!.newContext({ offline: true })
  const report = await offline.newPage()
  await report.goto(saved.href)
  await expect(report.getByRole('heading', { name: /Steady Raft cluster/ })).toBeVisible()
  await offline.close()
}
