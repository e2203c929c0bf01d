import { defineCommand } from 'citty'
import {
  agreesWithPaper,
  electionsUnder,
  figuresOf,
  PERCENTILES,
  rangeText,
  TIMEOUT_RANGES
} from '../../../src-shared/elections/elections'
import type { ElectionBatch, ElectionStudy, TimeoutRange } from '../../../src-shared/elections/elections'
import { timeOnProcesses } from '../../sweep/elections/on-processes'
import { electionPlan, timeAll, TRIALS } from '../../sweep/elections/plan'
import { engineOf } from '../input/engine-input'
import { jobCount, knownName, outFolder } from '../input/sweep-input'
import { EXIT_CODES, requireOptions, wholeNumber } from '../input/usage'
import { ProgressLine } from '../output/progress-line'
import { writeFileIn } from '../output/write-file'
import { withWorkerPool } from '../with-worker-pool'

const SEED_MAX = 2 ** 32 - 1
const TRIALS_MAX = 100_000
/** One run of processes takes so many at most: its timeline is bounded. */
const PROCESS_TRIALS_MAX = 1000
const TITLE_WIDTH = 16
const FIGURE_WIDTH = 14

const args = {
  engine: { type: 'string', default: 'simulation', description: 'simulation, or processes in real time', valueHint: 'ENGINE' },
  trials: { type: 'string', default: String(TRIALS), description: 'Elections under each range of timeouts', valueHint: 'N' },
  seed: { type: 'string', default: '1', description: 'Of the first trial', valueHint: 'N' },
  jobs: { type: 'string', description: 'Simulations at once; default: one for each core', valueHint: 'N' },
  out: { type: 'string', description: 'A new or empty folder for the curves and figures as a page', valueHint: 'DIR' },
  json: { type: 'boolean', description: 'Print one JSON object a line, and nothing else' }
} as const

export const electionsCommand = defineCommand({
  meta: {
    name: 'elections',
    description: 'Kill Raft leaders and time how long there is none, beside figure 16 of its paper: netsplit elections [RANGE…]'
  },
  args,
  async run({ args: given }) {
    requireOptions(given, args)
    const on_processes = engineOf(given.engine) === 'processes'
    const trials = wholeNumber('trials', given.trials, 1, on_processes ? PROCESS_TRIALS_MAX : TRIALS_MAX)
    const seed = wholeNumber('seed', given.seed, 0, SEED_MAX - trials)
    const jobs = jobCount(given.jobs)
    const known = TIMEOUT_RANGES.map(({ id }) => id)
    const names = given._.map((name) => knownName('range of timeouts', name, known))
    const ranges = TIMEOUT_RANGES.filter(({ id }) => names.length === 0 || names.includes(id))
    const out = outFolder(given.out)
    if (!given.json) console.log(line('timeout', [...PERCENTILES, 'elections', 'void']))
    const batches = on_processes ? await onProcesses(ranges, trials, seed) : await simulated(ranges, trials, seed, jobs)
    const study: ElectionStudy = { batches, total: batches.length }
    for (const range of ranges) printRange(range, study, given.json)
    if (out !== undefined) await keep(out, study)
  }
})

async function simulated(ranges: readonly TimeoutRange[], trials: number, seed: number, jobs: number): Promise<ElectionBatch[]> {
  const plan = electionPlan(ranges, trials, seed)
  const batches: ElectionBatch[] = []
  await withWorkerPool({
    worker_count: Math.min(jobs, plan.length),
    submitAll: (pool) => timeAll(plan, pool),
    progress: (done) => `${done} of ${plan.length} batches of elections`,
    onFinding: (batch) => void batches.push(batch)
  })
  return batches
}

/** One cluster after the other: each needs the computer for itself. */
async function onProcesses(ranges: readonly TimeoutRange[], trials: number, seed: number): Promise<ElectionBatch[]> {
  const batches: ElectionBatch[] = []
  for (const range of ranges) {
    let done = 0
    const progress = new ProgressLine(process.stderr, () => `${rangeText(range)}: ${done} of ${trials} elections`)
    try {
      batches.push(await timeOnProcesses(range, trials, seed, (count) => (done = count)))
    } finally {
      progress.close()
    }
  }
  return batches
}

function printRange(range: TimeoutRange, study: ElectionStudy, json: boolean | undefined): void {
  const elections = electionsUnder(study, range.id)
  const figures = figuresOf(elections.map(({ elected_ms }) => elected_ms))
  const void_count = study.batches.reduce((sum, batch) => sum + (batch.range === range.id ? batch.void_count : 0), 0)
  if (figures === null) process.exitCode = EXIT_CODES.failed
  if (json) {
    const agrees = figures && agreesWithPaper(range, figures)
    return console.log(JSON.stringify({ type: 'range', ...range, elections, void_count, figures, agrees }))
  }
  const cells = PERCENTILES.map((name) => `${figures ? Math.round(figures[name]) : '–'} (${range.paper[name]})`)
  console.log(line(rangeText(range), [...cells, String(elections.length), String(void_count)]))
}

function line(title: string, cells: readonly string[]): string {
  return `${title.padEnd(TITLE_WIDTH)}${cells.map((cell) => cell.padEnd(FIGURE_WIDTH)).join('')}`.trimEnd()
}

/** The page, and of each range the first trial as a scenario. */
async function keep(folder: string, study: ElectionStudy): Promise<void> {
  // Loaded here: the charting library would slow every other command.
  const { htmlReport } = await import('../../report/html-report')
  writeFileIn(folder, 'elections.html', htmlReport({ elections: study }))
  for (const { id } of TIMEOUT_RANGES) {
    const first = study.batches.find(({ range }) => range === id)
    if (first) writeFileIn(folder, `raft-elections-${id}.yaml`, first.scenario)
  }
}
