import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { descendants, living } from './helpers/processes'
import type { OpenLab } from './helpers/shells'
import { expect, test } from './helpers/test'

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

/** Two seconds are promised; a machine that runs other tests too may take longer. */
const GONE_WITHIN_MS = 6_000

const ENDINGS: Record<string, (lab: OpenLab) => Promise<unknown>> = {
  'quit by the person': (lab) => lab.close(),
  'ended by SIGTERM': (lab) => end(lab, 'SIGTERM'),
  'killed by SIGKILL': (lab) => end(lab, 'SIGKILL')
}

function end({ process }: OpenLab, signal: NodeJS.Signals): Promise<unknown> {
  const ended = once(process, 'exit')
  process.kill(signal)
  return ended
}

for (const [name, ending] of Object.entries(ENDINGS)) {
  test(`nothing is left of a lab ${name}`, async ({ lab }) => {
    await expect(lab.page.getByText(/leads in term/).first()).toBeVisible()
    const processes = [lab.process.pid!, ...descendants(lab.process.pid!)]
    const folders = (): string[] =>
      existsSync(lab.profile) ? readdirSync(lab.profile).filter((entry) => /^netsplit-\d/.test(entry)) : []
    expect(folders()).not.toEqual([])
    await ending(lab)
    await expect.poll(() => living(processes), { timeout: GONE_WITHIN_MS }).toEqual([])
    await expect.poll(folders, { timeout: GONE_WITHIN_MS }).toEqual([])
  })
}

test('the window remembers where it was and what ran', async ({ lab, shell }) => {
  test.skip(shell !== 'electron', 'a browser remembers its own windows')
  await expect(lab.page.getByText(/leads in term/).first()).toBeVisible()
  await lab.electron!.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]!.setBounds({ x: 20, y: 30, width: 1100, height: 700 })
  )
  const port = Number(new URL(lab.page.url()).port)
  await lab.electron!.close()
  const settings = JSON.parse(readFileSync(join(lab.profile, 'settings.json'), 'utf8')) as object
  expect(settings).toMatchObject({ window: { width: 1100, height: 700, maximized: false }, scenario: 'raft-steady', port })
})
