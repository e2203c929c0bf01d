/** What the page's process takes after five minutes of the lab's first run, beside the same Chromium with an empty page. */
import { setTimeout as sleep } from 'node:timers/promises'
import { launchChromiumServe } from '../e2e/helpers/launchers'
import { memoryOf, renderer } from './page-lab'
import type { Memory } from './page-lab'
import { benchRow } from './row'
import type { BenchRow } from './row'

const WATCHED_MS = 300_000
/** By then the process of the page before it is gone. */
const LEAVES_MS = 3000
const RESIDENT_GOAL = '≤ 300 MiB'

interface Measured {
  readonly empty: Memory
  readonly after: Memory
  /** Once the browser was made to collect all garbage: what the page keeps. */
  readonly kept: Memory
  /** Of the run: a machine that is busy otherwise has fewer. */
  readonly events: number
}

export async function benchPageMemory(rounds = 1): Promise<BenchRow[]> {
  const measured: Measured[] = []
  for (let round = 0; round < rounds; round++) measured.push(await measure())
  const row = (name: string, read: (measured: Measured) => number, goal?: string) =>
    benchRow(
      name,
      'MiB',
      measured.map((round) => read(round) / 2 ** 20),
      goal === undefined ? {} : { goal }
    )
  return [
    row('resident, an empty page', ({ empty }) => empty.resident_bytes),
    row('of it private', ({ empty }) => empty.private_bytes),
    row('resident after five minutes', ({ after }) => after.resident_bytes, RESIDENT_GOAL),
    row('of it private', ({ after }) => after.private_bytes),
    row('resident without garbage', ({ kept }) => kept.resident_bytes),
    row('of it private', ({ kept }) => kept.private_bytes),
    benchRow(
      'events of the run',
      '',
      measured.map(({ events }) => events)
    )
  ]
}

async function measure(): Promise<Measured> {
  const lab = await launchChromiumServe()
  try {
    const { page } = lab
    const browser = await page.context().browser()!.newBrowserCDPSession()
    const address = page.url()
    await page.goto('about:blank')
    await sleep(LEAVES_MS)
    const empty = memoryOf((await renderer(browser)).pid)
    await page.goto(address)
    await page.getByTestId('canvas').waitFor()
    await sleep(WATCHED_MS)
    const { pid } = await renderer(browser)
    const after = memoryOf(pid)
    const events = Number(/([\d,]+) events/.exec(await page.getByTestId('position').innerText())![1]!.replaceAll(',', ''))
    const session = await page.context().newCDPSession(page)
    await session.send('HeapProfiler.collectGarbage')
    return { empty, after, kept: memoryOf(pid), events }
  } finally {
    await lab.close()
  }
}
