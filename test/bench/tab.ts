/** How long the built tab takes to its first run, in a browser that has nothing of it yet: from the address to the first leader on the canvas. */
import { chromium } from '@playwright/test'
import type { Browser } from '@playwright/test'
import { chromiumPath } from '../e2e/helpers/launchers'
import { serveTab } from '../e2e/helpers/static-site'
import { skipTour } from '../e2e/helpers/tour'
import { benchRow } from './row'
import type { BenchRow } from './row'

/** Until a new window of the browser has come to rest. */
const WINDOW_MS = 2_000

/** Since the navigation, ms. */
interface FirstRun {
  readonly page: number
  readonly worker: number
  readonly lab: number
  readonly leader: number
}

export async function benchTab(rounds = 7): Promise<BenchRow[]> {
  const site = await serveTab()
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: ['--no-sandbox'] })
  try {
    const runs: FirstRun[] = []
    // The first one warms the browser and the server up.
    for (let round = 0; round <= rounds; round++) {
      const run = await firstRun(browser, site.url)
      if (round > 0) runs.push(run)
    }
    const row = (name: string, read: (run: FirstRun) => number, goal?: string) =>
      benchRow(
        name,
        's',
        runs.map((run) => read(run) / 1000),
        goal === undefined ? {} : { goal }
      )
    return [
      row('until the worker is asked for', ({ worker }) => worker),
      row('until the page is drawn', ({ page }) => page),
      row('until the lab in the worker speaks', ({ lab }) => lab),
      row('until a leader is on the canvas', ({ leader }) => leader, '≤ 2 s')
    ]
  } finally {
    await browser.close()
    site.close()
  }
}

async function firstRun(browser: Browser, url: string): Promise<FirstRun> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  const page = await context.newPage()
  // A new window of the browser has pages of its own to draw first; nobody's address waits for those.
  await page.waitForTimeout(WINDOW_MS)
  await skipTour(page)
  await page.addInitScript(noteTimes)
  try {
    await page.goto(url)
    const leader = await page.waitForFunction(
      () => document.querySelector('[data-testid="leader"]')?.textContent?.trim() && performance.now(),
      undefined,
      { polling: 'raf', timeout: 120_000 }
    )
    const times = await page.evaluate(() => (globalThis as unknown as { times: Omit<FirstRun, 'leader'> }).times)
    return { ...times, leader: Number(await leader.jsonValue()) }
  } finally {
    await context.close()
  }
}

/** Runs in the page before any of its scripts. */
function noteTimes(): void {
  const times: Record<string, number> = {}
  Object.assign(globalThis, { times })
  const note = (name: string) => (times[name] ??= performance.now())
  globalThis.Worker = class extends Worker {
    constructor(address: string | URL, options?: WorkerOptions) {
      super(address, options)
      note('worker')
      this.addEventListener('message', () => note('lab'), { once: true })
    }
  }
  const observer = new MutationObserver(() => document.querySelector('#app')?.firstElementChild && note('page'))
  observer.observe(document, { childList: true, subtree: true })
}
