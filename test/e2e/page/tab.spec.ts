import { chromium, expect, test } from '@playwright/test'
import type { Browser, Page } from '@playwright/test'
import { chromiumPath } from '../helpers/launchers'
import { LessonPage } from '../helpers/lesson-page'
import { serveTab } from '../helpers/static-site'
import type { StaticSite } from '../helpers/static-site'

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

test('what needs processes says so, and a scenario for them is simulated', async () => {
  await page.getByTestId('scenario-menu').click()
  await expect(page.getByTestId('engine-processes')).toHaveAttribute('title', /no processes/)
  await page.getByTestId('scenario-quorum-siblings').click()
  await expect(page.getByTestId('scenario-menu')).toContainText('sibling', { ignoreCase: true })
  await expect(page.getByTestId('engine')).toContainText('simulation')
})

test('a lesson is played in a tab as anywhere', async () => {
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
  await expect(page.getByTestId('leader')).toHaveText(/^n\d$/)
})
