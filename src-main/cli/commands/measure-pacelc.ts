import { defineCommand } from 'citty'
import { DISTANCES, KINDS, runsIdOf, runsOf } from '../../../src-shared/pacelc/measurement'
import type { Kind, MeasuredRuns, Measurement } from '../../../src-shared/pacelc/measurement'
import {
  medianLatencyOverSites,
  latencyText,
  placementOf,
  roundTripsOf,
  roundTripsText
} from '../../../src-shared/pacelc/placement'
import type { ExplorerRow } from '../../../src-shared/exploration'
import { descriptions } from '../../../src-shared/protocols/registry'
import { measureAll, measurementPlan } from '../../sweep/pacelc/plan'
import { withWorkerPool } from '../with-worker-pool'
import { jobCount, knownName, outFolder, seedRange } from '../input/sweep-input'
import { EXIT_CODES, requireOptions } from '../input/usage'
import { writeFileIn } from '../output/write-file'

/** Of one configuration at one distance. */
const SEEDS_MAX = 100
const TITLE_WIDTH = 28
const LATENCY_WIDTH = 10

const args = {
  seeds: { type: 'string', default: '1..3', description: 'The seeds of each run, both ends included', valueHint: 'A..B' },
  jobs: { type: 'string', description: 'Runs at once; default: one for each core', valueHint: 'N' },
  out: {
    type: 'string',
    description: 'A new or empty folder for the measurement as a page and the runs as scenarios',
    valueHint: 'DIR'
  },
  json: { type: 'boolean', description: 'Print one JSON object a line, and nothing else' }
} as const

export const pacelcCommand = defineCommand({
  meta: {
    name: 'pacelc',
    description:
      'Measure latency at each distance and answers under a partition, and place settings by it: netsplit pacelc [PROTOCOL…]'
  },
  args,
  async run({ args: given }) {
    requireOptions(given, args)
    const seeds = seedRange(given.seeds, SEEDS_MAX)
    const jobs = jobCount(given.jobs)
    const known = descriptions.map(({ name }) => name)
    const plan = measurementPlan(given._.length > 0 ? given._.map((name) => knownName('protocol', name, known)) : undefined)
    const out = outFolder(given.out)
    const measured: MeasuredRuns[] = []
    await withWorkerPool({
      worker_count: Math.min(jobs, plan.runs.length),
      submitAll: (pool) => measureAll(plan, seeds, pool),
      progress: (done) => `${done} of ${plan.runs.length} measured`,
      onFinding: (runs) => {
        measured.push(runs)
        if (given.json) console.log(JSON.stringify({ type: 'runs', ...runs }))
        if (runs.error !== null) process.exitCode = EXIT_CODES.failed
        const row = plan.rows.find(({ id }) => id === runs.row)!
        if (plan.runs[measured.length]?.row !== row) printRow(row, plan.rows, measured, given.json)
      }
    })
    if (out !== undefined) await keep(out, { rows: plan.rows, runs: measured, total: measured.length }, given.seeds)
  }
})

/** A configuration of which all runs are there. */
function printRow(
  row: ExplorerRow,
  rows: readonly ExplorerRow[],
  runs: readonly MeasuredRuns[],
  json: boolean | undefined
): void {
  const { distances, partitions } = runsOf({ runs }, row.id)
  const placement = placementOf(distances, partitions)
  const costs = roundTripsOf(distances)
  if (json) {
    const { protocol, title, id } = row
    return console.log(
      JSON.stringify({ type: 'placement', row: id, protocol, settings: title, round_trips: costs, ...placement })
    )
  }
  const latencies = (kind: Kind) =>
    distances.map((one) => latencyText(medianLatencyOverSites(one, kind)).padEnd(LATENCY_WIDTH)).join('')
  console.log(
    [
      ...headingOf(row, rows),
      `  ${row.title}`,
      `    ${placement.partition.class} / ${placement.otherwise.class}`,
      ...KINDS.map((kind) => `    ${kind.padEnd(TITLE_WIDTH - 4)}${latencies(kind)}${roundTripsText(costs, kind)}`),
      `    partition: ${placement.partition.text}`,
      `    else: ${placement.otherwise.text}`
    ].join('\n')
  )
}

/** The protocol's title stands above the first of its rows, with the distances. */
function headingOf({ id, protocol, protocol_title }: ExplorerRow, rows: readonly ExplorerRow[]): string[] {
  if (rows.find((row) => row.protocol === protocol)!.id !== id) return []
  const distances = DISTANCES.map(({ round_trip_ms }) => `${round_trip_ms} ms`.padEnd(LATENCY_WIDTH)).join('')
  return ['', `${protocol_title.padEnd(TITLE_WIDTH)}${distances}round trips`]
}

/** The page, and each run beside it. */
async function keep(folder: string, measurement: Measurement, seeds: string): Promise<void> {
  // Loaded here: the charting library would slow every other command.
  const { htmlReport } = await import('../../report/html-report')
  writeFileIn(folder, 'pacelc.html', htmlReport({ measurement: { measurement, seeds } }))
  for (const runs of measurement.runs) writeFileIn(folder, `${runsIdOf(runs)}.yaml`, runs.scenario)
}
