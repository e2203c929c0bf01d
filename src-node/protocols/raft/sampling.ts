/** Gauges for charts, under the names of the description's series; those per peer as `name.<peer>`, from the leader only. */
import { lagGauges, lagInMs } from '../replicated-log/lag'
import { lastIndex } from '../replicated-log/log'
import type { MachineDefinition } from '../replicated-log/machine'
import { entriesInFlight } from './progress'
import type { RaftState } from './state'

export function sample(machine: MachineDefinition, state: RaftState): Record<string, number> {
  const { term, commit, applied, log, leading } = state
  const last = lastIndex(log)
  const values: Record<string, number> = {
    term,
    commit_index: commit,
    last_index: last,
    applied_index: applied,
    log_entries: log.entries.length,
    ...machine.sample(state.machine)
  }
  if (leading === null) return values
  values['uncommitted'] = last - commit
  values['waiting_reads'] = leading.reads.count
  for (const [peer, progress] of leading.progress) {
    // 0: not heard of, since this node leads.
    if (progress.match > 0) {
      Object.assign(values, lagGauges(peer, last - progress.match, lagInMs(leading, progress.match, last, state.now_us)))
      values[`in_flight.${peer}`] = entriesInFlight(progress)
    }
    if (progress.answered_us !== null) values[`silence_ms.${peer}`] = (state.now_us - progress.answered_us) / 1000
    values[`inflight.${peer}`] = progress.inflight.length
  }
  return values
}
