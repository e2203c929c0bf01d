import { describeAction } from '../../../src-shared/faults/label'
import type { TimelineEntry } from '../../../src-shared/scenario/sections/timeline'

/** An entry of a scenario's plan in a few words, without its times of repetition. */
export function entryText({ label, action, for: length_ms }: Pick<TimelineEntry, 'label' | 'action' | 'for'>): string {
  const long = length_ms === undefined ? '' : `, ${Number((length_ms / 1000).toFixed(2))} s`
  return `${label ?? describeAction(action)}${long}`
}
