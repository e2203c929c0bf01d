import { once } from 'node:events'
import { LabPage } from '../helpers/lab-page'
import { expect, test } from '../helpers/test'

test('themes change the whole page and are remembered @long', async ({ lab: { page } }) => {
  const grounds = new Set<string>()
  for (const theme of ['light', 'dark', 'projector']) {
    await new LabPage(page).choose('theme-menu', `theme-${theme}`)
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme)
    grounds.add(await page.getByTestId('canvas').evaluate((element) => getComputedStyle(element).backgroundColor))
  }
  expect(grounds.size).toBe(3)
  await page.reload()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'projector')
  await new LabPage(page).hasLeader()
})

test('another scenario takes the place of the first, and a typo is pointed at', async ({ lab: { page } }) => {
  const cluster = new LabPage(page)
  await cluster.choose('scenario-menu', 'scenario-raft-power-cut')
  await expect(page.getByTestId('scenario-menu')).toContainText('Power cut')
  await cluster.hasLeader()
  await expect(cluster.node('n3')).toBeVisible()
  await expect(cluster.node('n4')).toBeHidden()

  await page.getByTestId('view-scenarios').click()
  const text = page.getByTestId('scenario-text')
  await expect(text).toContainText('nodes: 3')
  await text.fill('name: one\ntitle: One\ncluster: { nods: 3 }\n')
  await page.getByTestId('run-text').click()
  await expect(page.getByTestId('scenario-error')).toContainText(/3:12.*nods/)
})

test('the switcher finds scenarios by words, and runs one by keyboard @long', async ({ lab: { page } }) => {
  const switcher = page.getByTestId('scenario-menu')
  await new LabPage(page).hasLeader()
  await switcher.click()
  await page.getByTestId('search-switcher').pressSequentially('power cut')
  await expect(page.getByTestId('switcher').getByRole('option').first()).toContainText('Power cut')
  await page.keyboard.press('Enter')
  await expect(switcher).toContainText('Power cut')
})

test('the catalogue is narrowed to a section of the chapter and to what scenarios show @long', async ({ lab: { page } }) => {
  await page.getByTestId('view-scenarios').click()
  const groups = page.getByRole('region').filter({ has: page.getByRole('listitem') })
  await page.getByTestId('filter-section').selectOption('time')
  await expect(groups).toHaveCount(1)
  await expect(groups).toHaveAccessibleName('Time and ordering')
  await page.getByTestId('filter-topic').selectOption('script')
  await expect(page.getByTestId('run-quorum-siblings')).toBeVisible()
  await expect(page.getByTestId('run-raft-lease-drift')).toBeHidden()
})

test('a narrow window shows the inspector as a drawer @long', async ({ lab: { page } }) => {
  const cluster = new LabPage(page)
  await cluster.hasLeader()
  await page.setViewportSize({ width: 1024, height: 700 })
  await expect(page.getByTestId('inspector')).toBeHidden()
  await cluster.node('n2').click()
  await expect(page.getByTestId('drawer').getByRole('heading', { name: 'n2' })).toBeVisible()
  await page.getByRole('button', { name: 'Close the inspector' }).click()
  await expect(page.getByTestId('drawer')).toBeHidden()
  await page.getByTestId('toggle-inspector').click()
  await expect(page.getByTestId('drawer').getByRole('heading', { name: 'n2' })).toBeVisible()
  // Nothing is pushed out of the window.
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(1024)
})

test.describe('with complaints of the browser', () => {
  test.use({ complains: true })

  test('a page without the token gets nothing', async ({ lab: { page } }) => {
    const stranger = await (await page.context().browser()!.newContext()).newPage()
    const { origin } = new URL(page.url())
    const door = await stranger.goto(origin)
    expect(door!.status()).toBe(403)
    expect(await stranger.locator('body').innerText()).toMatch(/use the whole address/)
    for (const path of ['/index.html', '/recordings/', '/?token=wrong']) {
      expect((await stranger.request.get(origin + path)).ok()).toBe(false)
    }
  })

  test('the page says that the lab has gone, and keeps what it heard last', async ({ lab }) => {
    const cluster = new LabPage(lab.page)
    const { leader } = await cluster.leader()
    const ended = once(lab.process, 'exit')
    lab.process.kill('SIGKILL')
    await ended
    await expect(lab.page.getByRole('alert')).toContainText('The connection to the lab is lost')
    await expect(cluster.node(leader)).toBeVisible()
    await expect(lab.page.getByTestId('heal-all')).toBeDisabled()
  })
})
