/** What a simulated run of 15, 200 and 1,000 nodes asks of the page, in a Chromium that `netsplit serve` serves. */
import { readFileSync } from 'node:fs'
import type { CDPSession, Page } from '@playwright/test'
import { launchChromiumServe } from '../e2e/helpers/launchers'
import { benchRow } from './row'
import type { BenchRow } from './row'
import { recordTasks } from './page-tasks'
import type { Task } from './page-tasks'

const SIZES = [15, 200, 1000]
const WATCHED_MS = 15_000
const OPENS_MS_MAX = 120_000
/** A simulation of a thousand nodes gets through about a second in the time that is watched. */
const SLOW_FROM_NODES = 1000

const LONGEST_MS = '≤ 50 ms'

/** Faults that change many links at once: they are what the page finds hardest. */
function scenario(nodes: number): string {
  const names = (count: number) => Array.from({ length: count }, (_, i) => `n${i + 1}`).join(', ')
  const [unit_ms, for_ms] = nodes >= SLOW_FROM_NODES ? [200, 100] : [2500, 2000]
  const fault = (turn: number, action: string) => `  - { at: ${turn * unit_ms}ms, for: ${for_ms}ms, action: { ${action} } }`
  return `
name: bench-page
title: ${nodes} nodes
seed: 3
engine: simulation
cluster: { protocol: raft, nodes: ${nodes} }
workload: { clients: 8, think_time: 20ms }
duration: 60s
timeline:
${fault(1, `do: partition, partition: { shape: isolate, nodes: [${names(3)}] }`)}
${fault(2, 'do: crash, node: n5')}
${fault(3, `do: partition, partition: { shape: halves, group: [${names(Math.floor(nodes / 2))}] }`)}
`
}

interface Watched {
  readonly opening: readonly Task[]
  readonly running: readonly Task[]
  readonly frames_per_s: number
  /** Processor seconds of the page's process in a second of the clock. */
  readonly busy: number
  readonly resident_bytes: number
}

export async function benchPage(rounds = 1): Promise<BenchRow[]> {
  const rows: BenchRow[] = []
  for (const nodes of SIZES) {
    const watched: Watched[] = []
    for (let round = 0; round < rounds; round++) watched.push(await watch(nodes))
    rows.push(...rowsOf(`${nodes.toLocaleString('en')} nodes`, watched))
  }
  return rows
}

function rowsOf(name: string, watched: readonly Watched[]): BenchRow[] {
  const longest = (read: (task: Task) => number, tasks: readonly Task[]) => Math.max(0, ...tasks.map(read))
  const row = (what: string, unit: string, read: (watched: Watched) => number, goal?: string) =>
    benchRow(`${name}: ${what}`, unit, watched.map(read), goal === undefined ? {} : { goal })
  return [
    row('longest task while it opens', 'ms', ({ opening }) => longest(wall_ms, opening), LONGEST_MS),
    row('processor time of the longest while it opens', 'ms', ({ opening }) => longest(cpu_ms, opening)),
    row('longest task while it runs', 'ms', ({ running }) => longest(wall_ms, running), LONGEST_MS),
    row('processor time of the longest while it runs', 'ms', ({ running }) => longest(cpu_ms, running)),
    row('frames', '/s', ({ frames_per_s }) => frames_per_s),
    row('processor time of the page', '%', ({ busy }) => busy * 100),
    row('resident memory of the page', 'MiB', ({ resident_bytes }) => resident_bytes / 2 ** 20)
  ]
}

const wall_ms = (task: Task) => task.wall_ms
const cpu_ms = (task: Task) => task.cpu_ms

async function watch(nodes: number): Promise<Watched> {
  const lab = await launchChromiumServe()
  try {
    const { page } = lab
    const browser = await page.context().browser()!.newBrowserCDPSession()
    const stopOpening = await recordTasks(browser)
    await runScenario(page, nodes)
    const opening = await stopOpening()

    const stopRunning = await recordTasks(browser)
    const before = await renderer(browser)
    const frames_per_s = await countFrames(page)
    const after = await renderer(browser)
    const running = await stopRunning()
    const busy = ((after.cpu_s - before.cpu_s) * 1000) / WATCHED_MS
    return { opening, running, frames_per_s, busy, resident_bytes: residentBytes(after.pid) }
  } finally {
    await lab.close()
  }
}

async function runScenario(page: Page, nodes: number): Promise<void> {
  await page.getByTestId('view-scenarios').click()
  await page.getByTestId('scenario-text').fill(scenario(nodes))
  await page.getByTestId('run-text').click()
  const menu = page.getByTestId('scenario-menu')
  await menu.filter({ hasText: `${nodes} nodes` }).waitFor({ timeout: OPENS_MS_MAX })
  await page.getByTestId('view-lab').click()
  await page.getByTestId('canvas').waitFor({ timeout: OPENS_MS_MAX })
}

/** Counts, for the time that is watched, how often the page comes to draw. */
function countFrames(page: Page): Promise<number> {
  return page.evaluate(
    (watched_ms) =>
      new Promise<number>((done) => {
        const begun_ms = performance.now()
        let frames = 0
        const frame = () => {
          const passed_ms = performance.now() - begun_ms
          if (passed_ms >= watched_ms) return done((frames * 1000) / passed_ms)
          frames++
          requestAnimationFrame(frame)
        }
        requestAnimationFrame(frame)
      }),
    WATCHED_MS
  )
}

/** The page's process: of several renderers (a spare one among them) the one that worked most. */
async function renderer(browser: CDPSession): Promise<{ pid: number; cpu_s: number }> {
  const { processInfo } = await browser.send('SystemInfo.getProcessInfo')
  const renderers = processInfo.filter(({ type }) => type === 'renderer')
  const { id, cpuTime } = renderers.reduce((one, other) => (other.cpuTime > one.cpuTime ? other : one))
  return { pid: id, cpu_s: cpuTime }
}

/** Linux alone tells; elsewhere 0. */
function residentBytes(pid: number): number {
  if (process.platform !== 'linux') return 0
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)![1]) * 1024
}
