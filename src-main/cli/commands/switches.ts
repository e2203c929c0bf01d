import { defineCommand } from 'citty'
import { WorkerPool } from '../../sweep/worker-pool'
import { shrunkScenario } from '../../sweep/failing-scenario'
import { allDeliberateBugs, hunt } from '../../sweep/bug-hunt'
import type { HuntResult, DeliberateBug } from '../../sweep/bug-hunt'
import { sizeOf } from '../../sweep/shrink/shrink'
import type { ScenarioSize } from '../../sweep/shrink/shrink'
import { inOrder } from '../output/in-order'
import { ProgressLine } from '../output/progress-line'
import { stopOnSignals } from '../signals'
import { jobCount, knownName, outFolder, seedRange } from '../input/sweep-input'
import { describeSize } from '../output/format-sweep'
import { EXIT_CODES, requireKnown } from '../input/usage'
import { writeFileIn } from '../output/write-file'
import { descriptions } from '../../../src-shared/protocols/registry'

const args = {
  protocol: { type: 'positional', required: false, description: 'Its switches alone; default: those of every protocol' },
  switch: { type: 'string', description: 'This switch alone', valueHint: 'NAME' },
  seeds: {
    type: 'string',
    default: '1..200',
    description: 'Seeds to try for each switch, both ends included',
    valueHint: 'A..B'
  },
  jobs: { type: 'string', description: 'Simulations at once; default: one for each core', valueHint: 'N' },
  out: { type: 'string', description: 'A new or empty folder for the shrunk scenarios', valueHint: 'DIR' },
  json: { type: 'boolean', description: 'Print one JSON object a line, and nothing else' }
} as const

/** One line of the table. */
interface Row {
  readonly protocol: string
  readonly switch: string
  readonly breaks: string
  readonly caught: boolean
  /** The check that caught it. */
  readonly check: string | null
  readonly text: string | null
  readonly seed: number | null
  /** Seeds run, and simulated seconds that they took. */
  readonly seeds: number
  readonly simulated_s: number
  readonly size: ScenarioSize | null
  /** The shrunk scenario: its file, or where none was asked for its text. */
  readonly scenario: string | null
}

export const switchesCommand = defineCommand({
  meta: {
    name: 'switches',
    description:
      "Turn each protocol's deliberate bugs on, one at a time, until a check catches it; exits 1 when one is not caught"
  },
  args,
  async run({ args: given }) {
    requireKnown(given, args)
    const seeds = seedRange(given.seeds)
    const jobs = jobCount(given.jobs)
    const bug_targets = chosen(given.protocol, given.switch)
    const out = outFolder(given.out)
    const pool = new WorkerPool(jobs)
    const calling_off = new AbortController()
    const { signal } = calling_off
    const ignoreSignals = stopOnSignals(() => {
      calling_off.abort()
      void pool.close()
    })
    let done = 0
    const progress = new ProgressLine(process.stderr, () => `${done} of ${bug_targets.length} switches hunted`)
    try {
      const share = Math.ceil(jobs / bug_targets.length)
      const options = { seeds, simulators: pool, jobs: share, shrink: true, signal }
      const hunts = bug_targets.map(async (bug_target) => {
        try {
          const ended = await hunt(bug_target, options)
          done++
          // One that was called off has shown neither that a check catches the bug, nor that none does.
          return signal.aborted && !ended.caught ? null : rowOf(ended, out)
        } catch (error) {
          if (signal.aborted) return null
          throw error
        }
      })
      if (!given.json) console.log(HEADING)
      await inOrder(hunts, (row) => {
        if (row?.caught === false) process.exitCode = EXIT_CODES.failed
        if (row === null) return
        progress.clear()
        console.log(given.json ? JSON.stringify({ type: 'switch', ...row }) : describe(row, out !== undefined))
      })
      if (signal.aborted) process.exitCode ??= EXIT_CODES.interrupted
    } finally {
      progress.close()
      ignoreSignals()
      await pool.close()
    }
  }
})

function chosen(protocol: string | undefined, bug: string | undefined): DeliberateBug[] {
  const names = descriptions.map(({ name }) => name)
  if (protocol !== undefined) knownName('protocol', protocol, names)
  const all = allDeliberateBugs().filter((bug_target) => protocol === undefined || bug_target.protocol === protocol)
  if (bug === undefined) return all
  knownName(
    'switch',
    bug,
    all.map((bug_target) => bug_target.bug.name)
  )
  return all.filter((bug_target) => bug_target.bug.name === bug)
}

function rowOf({ protocol, bug, caught, seeds, simulated_us }: HuntResult, out: string | undefined): Row {
  const shrunk = caught?.shrunk
  const text = shrunk && shrunkScenario(shrunk, `${protocol}-${bug.name}`, `Caught: ${bug.title}`)
  return {
    protocol,
    switch: bug.name,
    breaks: bug.breaks,
    caught: caught !== null,
    check: caught?.failure.check ?? null,
    text: caught?.failure.text ?? null,
    seed: caught?.seed ?? null,
    seeds,
    simulated_s: simulated_us / 1e6,
    size: shrunk ? sizeOf(shrunk.scenario) : null,
    scenario: text === undefined ? null : out === undefined ? text : writeFileIn(out, `${protocol}-${bug.name}.yaml`, text)
  }
}

const HEADING = columns('switch', 'breaks', 'caught by', 'seeds', 'simulated', 'shrunk to')

function describe(row: Row, in_file: boolean): string {
  const { breaks, caught, check, seeds, simulated_s, size, scenario } = row
  const shrunk = size === null ? '' : `${describeSize(size)}${in_file ? `  ${scenario}` : ''}`
  return columns(row.switch, breaks, caught ? check! : 'NOT CAUGHT', String(seeds), `${simulated_s.toFixed(1)} s`, shrunk)
}

function columns(bug: string, breaks: string, check: string, seeds: string, simulated: string, shrunk: string): string {
  return `${bug.padEnd(24)}${breaks.padEnd(10)}${check.padEnd(28)}${seeds.padStart(5)}${simulated.padStart(12)}  ${shrunk}`.trimEnd()
}
