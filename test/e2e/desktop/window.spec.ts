import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '../helpers/test'

test('the window remembers where it was and what ran @long', async ({ lab }) => {
  await expect(lab.page.getByText(/leads in term/).first()).toBeVisible()
  await lab.electron!.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]!.setBounds({ x: 20, y: 30, width: 1100, height: 700 })
  )
  const port = Number(new URL(lab.page.url()).port)
  await lab.electron!.close()
  const settings = JSON.parse(readFileSync(join(lab.profile, 'settings.json'), 'utf8')) as object
  expect(settings).toMatchObject({ window: { width: 1100, height: 700, maximized: false }, scenario: 'raft-steady', port })
})

test.describe('with complaints of the browser', () => {
  test.use({ complains: true })

  test('the page is locked in', async ({ lab: { page } }) => {
    const address = page.url()
    expect(await page.evaluate(() => typeof (globalThis as { require?: unknown }).require)).toBe('undefined')
    expect(await page.evaluate(() => Object.keys((globalThis as unknown as { netsplit: object }).netsplit).sort())).toEqual([
      'onMenuCommand',
      'onOpenedFile',
      'platform',
      'setDark'
    ])
    expect(await page.evaluate(() => window.open('about:blank'))).toBeNull()
    expect(await page.evaluate(async () => (await navigator.permissions.query({ name: 'geolocation' })).state)).toBe('denied')
    await expect(page.evaluate(() => fetch('http://127.0.0.1:9/'))).rejects.toThrow('Failed to fetch')
    // A string handed to a timer runs as the page's own code would, where the policy forbids making code of text.
    await page.evaluate("setTimeout('document.title = 1', 0)")
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 10)))
    await expect(page).toHaveTitle(/Netsplit/)

    // Last, since Playwright waits for a navigation that never comes.
    await page.evaluate(() => location.assign('http://127.0.0.1:9/elsewhere'))
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 10)))
    expect(page.url()).toBe(address)
  })
})
