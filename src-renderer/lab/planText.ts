import type { FaultAction } from '../../src-shared/faults'
import type { TimelineEntry } from '../../src-shared/scenario/schema'

/** An entry of a scenario's plan in a few words, without its times of repetition. */
export function entryText({ label, action, for: length_ms }: Pick<TimelineEntry, 'label' | 'action' | 'for'>): string {
  const long = length_ms === undefined ? '' : ` for ${length_ms / 1000} s`
  return `${label ?? words(action)}${long}`
}

function words(action: FaultAction): string {
  if ('node' in action && action.node !== undefined) return `${action.do} ${action.node}`
  if (action.do === 'link') return `link ${action.from} ${action.both ? '↔' : '→'} ${action.to}`
  return action.do === 'partition' ? `partition: ${action.partition.shape}` : action.do
}
