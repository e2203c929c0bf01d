/** How long a recording of some six minutes takes to open in a page: from the click until it is on show, and until all of it is there. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { Recording, RECORDING_BOUNDS } from '../../src-main/lab/recording/recording'
import { simulate } from '../../src-main/lab/run/simulate'
import { parseText } from '../../src-main/lab/scenario-files/listing'
import { DEFAULT_TRACE } from '../../src-node/node-core/conditions'
import { findProtocol } from '../../src-node/protocols/registry'
import { formatScenarioError } from '../../src-shared/scenario/parse'
import { launchChromiumServe } from '../e2e/helpers/launchers'
import { LONGEST_TASK, longestCpu_ms, longestWall_ms, memoryOf, renderer } from './page-lab'
import type { Memory } from './page-lab'
import { recordTasks } from './page-tasks'
import type { Task } from './page-tasks'
import { benchRow } from './row'
import type { BenchRow } from './row'

const TITLE = 'Six minutes'
/** As the lab's first run. */
const SCENARIO = `
name: page-opening
title: ${TITLE}
engine: simulation
cluster: { protocol: raft, nodes: 5 }
workload: { clients: 3, think_time: 20ms }
duration: 369s
timeline:
  - { at: 120s, for: 4s, action: { do: partition, partition: { shape: isolate, nodes: [leader] } } }
`
const ID = '2026-01-01T00-00-00-000'
const OPENS_MS_MAX = 300_000
const POLLED_MS = 50

interface Opened {
  /** Until canvas, scrub bar and all charts in sight are drawn, messages of old moments aside. */
  readonly shown_s: number
  /** Until all of it is there. */
  readonly whole_s: number
  readonly tasks: readonly Task[]
  /** Processor time of the page's process. */
  readonly cpu_s: number
  readonly memory: Memory
}

export async function benchPageOpening(rounds = 1): Promise<BenchRow[]> {
  const lab = await launchChromiumServe()
  try {
    const events = await record(join(lab.profile, 'data', 'netsplit', 'recordings', ID))
    const opened: Opened[] = []
    for (let round = 0; round < rounds; round++) opened.push(await open(lab.page))
    const row = (name: string, unit: string, read: (opened: Opened) => number, goal?: string) =>
      benchRow(name, unit, opened.map(read), goal === undefined ? {} : { goal })
    return [
      row(`showing ${events.toLocaleString('en')} events of 369 s`, 's', ({ shown_s }) => shown_s, '≤ 3 s'),
      row('all of them there', 's', ({ whole_s }) => whole_s),
      row('processor time of the page meanwhile', 's', ({ cpu_s }) => cpu_s),
      row('longest task meanwhile', 'ms', ({ tasks }) => longestWall_ms(tasks), LONGEST_TASK),
      row('processor time of the longest', 'ms', ({ tasks }) => longestCpu_ms(tasks)),
      row('resident memory of the page', 'MiB', ({ memory }) => memory.resident_bytes / 2 ** 20)
    ]
  } finally {
    await lab.close()
  }
}

/** Answers how many events it has. */
async function record(folder: string): Promise<number> {
  const parse = parseText(SCENARIO, 'page-opening.ts')
  if (!parse.ok) throw new Error(parse.errors.map(formatScenarioError).join('\n'))
  mkdirSync(folder, { recursive: true })
  // Simulated in one go: the disk gets its turn afterwards.
  const bounds = { ...RECORDING_BOUNDS, waiting_max: Infinity, queue_max: Infinity }
  const recording = new Recording({ folder, scenario: SCENARIO, onNotice: () => {}, bounds })
  const { events, result } = simulate({
    scenario: parse.scenario,
    protocol: findProtocol('raft'),
    seed: 1,
    trace: DEFAULT_TRACE,
    onEvents: (batch) => recording.add(batch)
  })
  await recording.close('', result)
  return events
}

async function open(page: Page): Promise<Opened> {
  const browser = await page.context().browser()!.newBrowserCDPSession()
  await page.getByTestId('view-recordings').click()
  const row = page.getByTestId('recording-row').filter({ hasText: TITLE })
  await row.waitFor()
  const before = await renderer(browser)
  const stop = await recordTasks(browser)
  const begun_ms = performance.now()
  await row.getByTestId('open-recording').click()
  await page.getByTestId('recording').filter({ hasText: TITLE }).waitFor({ timeout: OPENS_MS_MAX })
  await page.getByTestId('recording-progress').waitFor({ state: 'hidden', timeout: OPENS_MS_MAX })
  await page.getByTestId('canvas').waitFor()
  await page.getByTestId('scrubber').waitFor()
  await page.waitForFunction(chartsAreDrawn, null, { polling: POLLED_MS, timeout: OPENS_MS_MAX })
  const shown_s = (performance.now() - begun_ms) / 1000
  // The rest is asked for a second later.
  await page.getByTestId('recording-details').waitFor({ state: 'visible', timeout: OPENS_MS_MAX })
  await page.getByTestId('recording-details').waitFor({ state: 'hidden', timeout: OPENS_MS_MAX })
  const whole_s = (performance.now() - begun_ms) / 1000
  const tasks = await stop()
  const after = await renderer(browser)
  await page.getByTestId('close-recording').click()
  return { shown_s, whole_s, tasks, cpu_s: after.cpu_s - before.cpu_s, memory: memoryOf(after.pid) }
}

/** In the page: whether there is a picture in each chart in sight. */
function chartsAreDrawn(): boolean {
  const pictures = [...document.querySelectorAll<HTMLCanvasElement>('[data-testid^="chart-"] canvas')]
  const inSight = pictures.filter((picture) => picture.width > 0 && picture.getBoundingClientRect().top < innerHeight)
  const isDrawn = (picture: HTMLCanvasElement) => {
    const { data } = picture.getContext('2d')!.getImageData(0, 0, picture.width, picture.height)
    return data.some((byte) => byte !== 0)
  }
  return inSight.length > 0 && inSight.every(isDrawn)
}
