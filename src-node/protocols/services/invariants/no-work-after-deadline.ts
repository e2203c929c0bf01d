import type { LabEvent } from '../../../../src-shared/events'
import { SpanStarted, WorkStarted } from '../../../../src-shared/protocols/services/facts'
import type { LiveInvariant, Violation } from '../../contract'
import { setBounded } from '../../kit/bounded'
import { REMEMBERED_MAX } from './remembered'

/** By true time; the clock that the member goes by may drift a little. */
const SLACK = 1.01
const SLACK_US = 1000

/** No worker takes up what its caller has said that it will not wait for. */
export class NoWorkAfterDeadline implements LiveInvariant {
  readonly name = 'no-work-after-deadline'
  readonly reads = [SpanStarted.name, WorkStarted.name]
  /** By span: when its time is over, and who said so. */
  private readonly deadlines = new Map<string, { readonly over_us: number; readonly seq: number }>()

  observe(event: LabEvent): Violation | null {
    if (SpanStarted.is(event)) {
      const { span, remaining_us } = event.data
      if (remaining_us === undefined) return null
      const over_us = event.t + remaining_us * SLACK + SLACK_US
      setBounded(this.deadlines, span, { over_us, seq: event.seq }, REMEMBERED_MAX)
    }
    if (!WorkStarted.is(event)) return null
    const deadline = this.deadlines.get(event.data.span)
    this.deadlines.delete(event.data.span)
    if (deadline === undefined || event.t <= deadline.over_us) return null
    return {
      text: `${event.node} takes up ${event.data.request} although its deadline is over`,
      events: [deadline.seq, event.seq]
    }
  }
}
