/** Gauges under the names of the description's series, and a node in one line. */
import { lagGauges, lagInMs } from '../replicated-log/lag'
import { lastIndex } from '../replicated-log/log'
import { kvMachine } from '../replicated-log/state-machine'
import { entriesText } from './messages'
import type { ViewstampedState } from './state'

export function sample(state: ViewstampedState): Record<string, number> {
  const { view, commit, applied, log, leading, now_us } = state
  const last = lastIndex(log)
  const values: Record<string, number> = {
    term: view,
    commit_index: commit,
    last_index: last,
    applied_index: applied,
    log_entries: log.entries.length,
    ...kvMachine.sample(state.machine)
  }
  if (leading === null) return values
  values['uncommitted'] = last - commit
  for (const [peer, { op, answered_us }] of leading.peers) {
    if (answered_us === null) continue
    Object.assign(values, lagGauges(peer, last - op, lagInMs(leading, op, last, now_us)))
    values[`silence_ms.${peer}`] = (now_us - answered_us) / 1000
  }
  return values
}

export function describeState({ status, view, last_normal, commit, log, checkpoint, leading }: ViewstampedState): string {
  const what = status === 'normal' ? (leading === null ? 'backup' : 'primary') : status
  const parts = [`${what} view=${view} last-normal=${last_normal} commit=${commit} op=${lastIndex(log)}`]
  if (checkpoint !== null) parts.push(`checkpoint=${checkpoint.index}/${checkpoint.term}`)
  if (log.entries.length > 0) parts.push(`log=${entriesText(log.entries)}`)
  return parts.join(' ')
}
