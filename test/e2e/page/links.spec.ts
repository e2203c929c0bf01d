import { chromium, expect, test } from '@playwright/test'
import type { Browser, Page } from '@playwright/test'
import { chromiumPath, launchChromium } from '../helpers/launchers'
import { serveTab } from '../helpers/static-site'
import type { StaticSite } from '../helpers/static-site'

let site: StaticSite
let browser: Browser
let errors: string[]

test.beforeEach(async () => {
  site = await serveTab()
  browser = await chromium.launch({ executablePath: chromiumPath(), args: ['--no-sandbox'] })
  errors = []
})
test.afterEach(async () => {
  await browser.close()
  site.close()
  expect(errors).toEqual([])
})

/** A tab that shares nothing with the others. */
async function freshTab(address = site.url): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    permissions: ['clipboard-read', 'clipboard-write']
  })
  const page = await context.newPage()
  page.on('pageerror', ({ message }) => errors.push(message))
  await page.goto(address)
  return page
}

async function copiedLink(page: Page, words: string): Promise<string> {
  await page.getByTestId('links').click()
  await expect(page.getByTestId('copy-link')).toHaveText(words)
  await page.getByTestId('copy-link').click()
  await expect(page.getByTestId('message-info').filter({ hasText: 'Copied: a link' })).toBeVisible()
  return page.evaluate(() => navigator.clipboard.readText())
}

/** The moment on show: its event's place, its time and what happened. */
async function momentOf(page: Page) {
  const past = page.getByTestId('past')
  // A run that came by a link is repeated up to there first, in a page that has just been loaded.
  await expect(past).toBeVisible({ timeout: 60_000 })
  const [time] = /At [\d.]+ s/.exec(await past.innerText())!
  return { seq: await past.getAttribute('data-seq'), time, text: await page.getByTestId('event-text').innerText() }
}

/** Crashes the leader, and waits for another one. */
async function crashLeader(page: Page): Promise<void> {
  const leader = page.getByTestId('leader')
  await expect(leader).toHaveText(/^n\d$/)
  const first = (await leader.textContent())!
  await page.keyboard.press('c')
  await expect(leader).toHaveText(new RegExp(`^n[^${first.slice(1)}]$`))
}

test('a moment of a run that somebody reached into, in a fresh tab and on the desktop', { tag: '@long' }, async () => {
  const page = await freshTab()
  await crashLeader(page)
  await page.keyboard.press('[')
  const moment = await momentOf(page)
  const link = await copiedLink(page, 'Copy link to this moment')
  expect(link.startsWith(`${site.url}#link=`)).toBe(true)

  await test.step('the fresh tab stands there, in the same run', async () => {
    const other = await freshTab(link)
    expect(await momentOf(other)).toEqual(moment)
    expect(new URL(other.url()).hash).toBe('')
    for (const tab of [page, other]) await tab.keyboard.press('.')
    await expect(page.getByTestId('past')).not.toHaveAttribute('data-seq', moment.seq!)
    await expect(other.getByTestId('past')).not.toHaveAttribute('data-seq', moment.seq!)
    expect(await momentOf(other)).toEqual(await momentOf(page))
    await other.close()
  })

  await test.step('netsplit open serves it', async () => {
    const desktop = await launchChromium(['open', link, '--port', '0'])
    expect(await momentOf(desktop.page)).toEqual(moment)
    await expect(desktop.page.getByTestId('engine')).toContainText('simulation')
    await desktop.close()
  })
})

test('a fork, laid over what it branched off', { tag: '@long' }, async () => {
  const page = await freshTab()
  await crashLeader(page)
  await page.keyboard.press('[')
  await momentOf(page)
  await page.getByTestId('fork').click()
  await page.getByTestId('fork-seed').click()
  await expect(page.getByTestId('past')).toBeHidden()
  await crashLeader(page)
  await page.keyboard.press('[')
  const moment = await momentOf(page)
  const other = await freshTab(await copiedLink(page, 'Copy link to this moment'))
  expect(await momentOf(other)).toEqual(moment)
  await expect(other.getByText('without the fork')).toBeVisible()
})

test(
  'a link that is none says so in one sentence, and a good one that is put into the open tab is taken up',
  { tag: '@long' },
  async () => {
    const page = await freshTab(`${site.url}#link=AAAA`)
    await expect(page.getByTestId('message-error').filter({ hasText: 'This is no whole Netsplit link' })).toBeVisible()
    await crashLeader(page)
    const link = await copiedLink(page, 'Copy link to this run')

    const other = await freshTab()
    await expect(other.getByTestId('leader')).toHaveText(/^n\d$/)
    await other.evaluate((hash) => (location.hash = hash), new URL(link).hash)
    await expect(other.getByTestId('leader')).toHaveText((await page.getByTestId('leader').textContent())!)

    await other.getByTestId('links').click()
    await other.getByTestId('link-text').fill('https://example.org/')
    await other.getByTestId('open-link').click()
    await expect(other.getByTestId('message-error').filter({ hasText: 'This is no whole Netsplit link' })).toBeVisible()
  }
)
