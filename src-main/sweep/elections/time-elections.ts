/** Many deaths of leaders in virtual time, each in a cluster of its own. */
import { findProtocol } from '../../../src-node/protocols/registry'
import { TIMEOUT_RANGES } from '../../../src-shared/elections/elections'
import type { ElectionBatch, TimeoutRange } from '../../../src-shared/elections/elections'
import { createRandom } from '../../../src-shared/random'
import { formatScenario } from '../../../src-shared/scenario/format'
import { VirtualRun } from '../../lab/run/virtual-run'
import type { SeedRange } from '../seed-range'
import { STEPS_MAX } from '../void-run'
import { ElectionWatch } from './election-watch'
import { electionScenario, heartbeat_ms } from './scenario'

const UNTRACED = { logical_clocks: false, messages_per_s: 0, facts: false }

/** One election for each seed. The same seeds give the same times. */
export function timeElections(range_id: string, { first, last }: SeedRange): ElectionBatch {
  const range = TIMEOUT_RANGES.find(({ id }) => id === range_id)!
  const watch = new ElectionWatch()
  for (let seed = first; seed <= last; seed++) timeOne(range, seed, watch)
  const scenario = formatScenario({ ...electionScenario(range, diedAfter_ms(range, first, 1), 'simulation'), seed: first })
  return { range: range_id, elections: watch.elections, void_count: watch.void_count, scenario, seed: first }
}

/** When in a heartbeat interval the leader dies, in each of so many trials. */
export function diedAfter_ms(range: TimeoutRange, seed: number, trials: number): number[] {
  const random = createRandom(seed, 'leader dies')
  return Array.from({ length: trials }, () => random() * heartbeat_ms(range))
}

/** Ends with the election: what comes after it is of no interest. */
function timeOne(range: TimeoutRange, seed: number, watch: ElectionWatch): void {
  const scenario = electionScenario(range, diedAfter_ms(range, seed, 1), 'simulation')
  const protocol = findProtocol(scenario.cluster.protocol)
  const run = new VirtualRun({ scenario, protocol, seed, trace: UNTRACED, invariants: [] })
  const before = watch.count
  while (watch.count === before && run.steps < STEPS_MAX && run.step()) {
    if (run.waiting > 0) for (const event of run.take()) watch.observe(event)
  }
  run.end('finished')
  for (const event of run.take()) watch.observe(event)
}
