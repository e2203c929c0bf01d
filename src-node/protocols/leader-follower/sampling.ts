/** Gauges for charts, under the names of the description's series; those per peer as `name.<peer>`, from the leader only. */
import { lagGauges, lagInMs } from '../replicated-log/lag'
import { lastIndex } from '../replicated-log/log'
import type { NodeState } from './state'

export function sample(state: NodeState): Record<string, number> {
  const { epoch, commit, applied, log, machine, leading, discarded, waiting_reads } = state
  const last = lastIndex(log)
  const values: Record<string, number> = {
    epoch,
    commit_index: commit,
    last_index: last,
    applied_index: applied,
    log_entries: log.entries.length,
    keys: machine.data.size,
    waiting_reads: waiting_reads.length,
    discarded
  }
  if (leading === null) return values
  values['waiting_writes'] = leading.waiting_writes.size
  for (const [peer, { match, next, probing, counts }] of leading.progress) {
    // 0: not heard of, since this node leads.
    if (match === 0) continue
    Object.assign(values, lagGauges(peer, last - match, lagInMs(leading, match, last, state.now_us)))
    values[`in_flight.${peer}`] = probing ? 0 : next - 1 - match
    values[`counted.${peer}`] = counts ? 1 : 0
  }
  return values
}
