/** What runs ask of the page, in a Chromium that `netsplit serve` serves: longest task, frames, processor time, memory. */
import { launchChromiumServe } from '../e2e/helpers/launchers'
import {
  countFrames,
  emptyAnimatedPage,
  LONGEST_TASK,
  longestCpu_ms,
  longestWall_ms,
  memoryOf,
  renderer,
  runScenario
} from './page-lab'
import type { Memory } from './page-lab'
import { recordTasks } from './page-tasks'
import type { Task } from './page-tasks'
import { benchRow, median } from './row'
import type { Benchmark, BenchRow } from './row'

const WATCHED_MS = 15_000
/** What a page without work gets of the same machine, beside the same run. */
const EMPTY_PAGE = 'an empty animated page'
/** A simulation of a thousand nodes gets through about a second in the time that is watched. */
const SLOW_FROM_NODES = 1000

interface Case {
  /** As the benchmark is asked for, behind `page-`. */
  readonly key: string
  readonly name: string
  readonly nodes: number
  readonly engine: 'simulation' | 'processes'
  readonly think_time_ms: number
  readonly frames_goal?: string
  /** Its scenario; absent: Raft under faults. */
  readonly text?: string
}

/** An update every second: all sites tell it, and compare what they hold. */
const GOSSIP = `
name: bench-page
title: 1,000 sites that gossip
seed: 3
engine: simulation
cluster: { protocol: gossip, nodes: 1000, parameters: { direction: push } }
network: { default: { preset: same-rack } }
workload: { clients: 0 }
duration: 60s
timeline:
${Array.from({ length: 30 }, (_, at) => `  - { at: ${at + 1}s, action: { do: command, node: n${at + 1}, command: put, arguments: { key: k${at} } } }`).join('\n')}
`

const CASES: readonly Case[] = [
  // 600 operations a second of eight messages each.
  { key: '5', name: '5 nodes, 5,000 messages/s', nodes: 5, engine: 'simulation', think_time_ms: 12 },
  { key: '15', name: '15 nodes', nodes: 15, engine: 'simulation', think_time_ms: 20 },
  { key: 'processes', name: '15 nodes as processes', nodes: 15, engine: 'processes', think_time_ms: 20, frames_goal: '≥ 55 /s' },
  { key: '200', name: '200 nodes', nodes: 200, engine: 'simulation', think_time_ms: 20, frames_goal: '≥ 50 /s' },
  { key: '1000', name: '1,000 nodes', nodes: 1000, engine: 'simulation', think_time_ms: 20 },
  { key: 'gossip', name: '1,000 sites that gossip', nodes: 1000, engine: 'simulation', think_time_ms: 0, text: GOSSIP }
]

/** Faults that change many links at once: they are what the page finds hardest. */
function scenario({ name, nodes, engine, think_time_ms, text }: Case): string {
  if (text !== undefined) return text
  const names = (count: number) => Array.from({ length: count }, (_, i) => `n${i + 1}`).join(', ')
  const [unit_ms, for_ms] = nodes >= SLOW_FROM_NODES ? [200, 100] : [2500, 2000]
  const fault = (turn: number, action: string) => `  - { at: ${turn * unit_ms}ms, for: ${for_ms}ms, action: { ${action} } }`
  const minority = Math.min(3, Math.floor(nodes / 2))
  return `
name: bench-page
title: ${name}
seed: 3
engine: ${engine}
cluster: { protocol: raft, nodes: ${nodes} }
workload: { clients: 8, think_time: ${think_time_ms}ms }
duration: 60s
timeline:
${fault(1, `do: partition, partition: { shape: isolate, nodes: [${names(minority)}] }`)}
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
  readonly memory: Memory
  readonly empty: { readonly tasks: readonly Task[]; readonly frames_per_s: number }
}

/** By name: one for each number of nodes. */
export const PAGE_BENCHMARKS: Readonly<Record<string, Benchmark>> = Object.fromEntries(
  CASES.map((tried) => [`page-${tried.key}`, (rounds) => benchCase(tried, rounds)])
)

async function benchCase(tried: Case, rounds = 1): Promise<BenchRow[]> {
  const watched: Watched[] = []
  for (let round = 0; round < rounds; round++) watched.push(await watch(tried))
  return rowsOf(tried, watched)
}

function rowsOf({ name, frames_goal }: Case, watched: readonly Watched[]): BenchRow[] {
  type Read = (watched: Watched) => number
  const row = (what: string, unit: string, read: Read, goal?: string, ofEmpty?: Read) =>
    benchRow(`${name}: ${what}`, unit, watched.map(read), {
      ...(goal !== undefined && { goal }),
      ...(ofEmpty && { baseline: { name: EMPTY_PAGE, median: median(watched.map(ofEmpty)) } })
    })
  return [
    row('longest task while it opens', 'ms', ({ opening }) => longestWall_ms(opening), LONGEST_TASK),
    row('processor time of the longest while it opens', 'ms', ({ opening }) => longestCpu_ms(opening)),
    row(
      'longest task while it runs',
      'ms',
      ({ running }) => longestWall_ms(running),
      LONGEST_TASK,
      ({ empty }) => longestWall_ms(empty.tasks)
    ),
    row('processor time of the longest while it runs', 'ms', ({ running }) => longestCpu_ms(running)),
    row(
      'frames',
      '/s',
      ({ frames_per_s }) => frames_per_s,
      frames_goal,
      ({ empty }) => empty.frames_per_s
    ),
    row('processor time of the page', '%', ({ busy }) => busy * 100),
    row('resident memory of the page', 'MiB', ({ memory }) => memory.resident_bytes / 2 ** 20),
    row('of it private', 'MiB', ({ memory }) => memory.private_bytes / 2 ** 20)
  ]
}

async function watch(tried: Case): Promise<Watched> {
  const lab = await launchChromiumServe()
  try {
    const { page } = lab
    const browser = await page.context().browser()!.newBrowserCDPSession()
    const stopOpening = await recordTasks(browser)
    await runScenario(page, scenario(tried), tried.name)
    const opening = await stopOpening()

    const stopRunning = await recordTasks(browser)
    const before = await renderer(browser)
    const frames_per_s = await countFrames(page, WATCHED_MS)
    const after = await renderer(browser)
    const running = await stopRunning()
    const busy = ((after.cpu_s - before.cpu_s) * 1000) / WATCHED_MS
    const memory = memoryOf(after.pid)

    await emptyAnimatedPage(page)
    const stopEmpty = await recordTasks(browser)
    const empty_frames_per_s = await countFrames(page, WATCHED_MS)
    const empty = { tasks: await stopEmpty(), frames_per_s: empty_frames_per_s }
    return { opening, running, frames_per_s, busy, memory, empty }
  } finally {
    await lab.close()
  }
}
