import { expect, test } from './helpers/test'
import { descendants, living } from './helpers/processes'

test('the lab opens on its page', async ({ lab }) => {
  await expect(lab.page).toHaveTitle(/Netsplit/)
})

test('the page is locked in', async ({ lab, shell }) => {
  test.skip(shell !== 'electron', 'a browser has its own rules')
  const { page } = lab
  const address = page.url()
  expect(await page.evaluate(() => typeof (globalThis as { require?: unknown }).require)).toBe('undefined')
  expect(await page.evaluate(() => Object.keys((globalThis as unknown as { netsplit: object }).netsplit).sort())).toEqual([
    'onMenuCommand',
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

test('quitting leaves no process behind', async ({ lab, shell }) => {
  test.skip(shell !== 'electron', 'netsplit serve has its own test')
  const processes = [lab.process.pid!, ...descendants(lab.process.pid!)]
  expect(processes.length).toBeGreaterThan(3)
  await lab.electron!.close()
  await expect.poll(() => living(processes), { timeout: 2000 }).toEqual([])
})
