/** Gauges under the names of the description's series, and a node in one line. */
import { lagGauges, lagInMs } from '../replicated-log/lag'
import { membershipText } from '../replicated-log/membership'
import { kvMachine } from '../replicated-log/state-machine'
import { slotsForHolders } from './leader'
import { entriesText } from './messages'
import { entriesAfter } from './slots'
import type { MultiPaxosState } from './state'

export function sample(state: MultiPaxosState): Record<string, number> {
  const { promised, commit, applied, slots, leading, now_us, quorum_leases } = state
  const values: Record<string, number> = {
    term: promised,
    commit_index: commit,
    last_index: slots.last,
    applied_index: applied,
    log_entries: slots.entries.size,
    ...kvMachine.sample(state.machine)
  }
  if (quorum_leases.waiting.length > 0) values['waiting_local_reads'] = quorum_leases.waiting.length
  if (leading === null) return values
  values['open_slots'] = leading.open.size
  values['beyond_gap'] = leading.chosen.size
  values['awaiting_holders'] = slotsForHolders(state, leading)
  values['queued'] = leading.queue.length
  values['waiting_reads'] = leading.reads.waiting.length
  for (const [peer, { commit: reached, answered_us }] of leading.peers) {
    if (answered_us === null) continue
    Object.assign(values, lagGauges(peer, Math.max(0, commit - reached), lagInMs(leading, reached, commit, now_us)))
    values[`in_flight.${peer}`] = [...leading.open.values()].filter(({ accepted_by }) => !accepted_by.has(peer)).length
    values[`silence_ms.${peer}`] = (now_us - answered_us) / 1000
  }
  return values
}

export function describeState({
  role,
  promised,
  leader,
  commit,
  configuration,
  slots,
  snapshot,
  takes_part
}: MultiPaxosState): string {
  const parts = [`${role} promised=${promised} leader=${leader ?? '-'} commit=${commit}`]
  if (!takes_part) parts.push('has lost its disk')
  if (configuration.index > 0) parts.push(`voters=[${membershipText(configuration.membership)}]`)
  if (snapshot !== null) parts.push(`snapshot=${snapshot.index}/${snapshot.term}`)
  const entries = entriesAfter(slots, slots.base)
  if (entries.length > 0) parts.push(`slots=${entriesText(entries)}`)
  return parts.join(' ')
}
