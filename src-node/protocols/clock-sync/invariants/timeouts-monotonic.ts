import type { LabEvent } from '../../../../src-shared/events'
import type { NodeId } from '../../../../src-shared/ids'
import { TimePolled, TimeSources } from '../../../../src-shared/protocols/clock-sync/facts'
import type { LiveInvariant, Violation } from '../../contract'

/** So much longer than its interval a poll may take: the slowest clock runs at half its speed. */
const SLACK = 2
/** What a busy machine may add. */
const SLACK_US = 500_000

interface Polls {
  readonly poll_us: number
  last: { readonly t: number; readonly seq: number } | null
}

/** A node asks at its pace. Nothing is concluded of one that did not run all the time. */
export class TimeoutsMonotonic implements LiveInvariant {
  readonly name = 'timeouts-monotonic'
  readonly reads = [TimeSources.name, TimePolled.name, 'node-exited', 'node-paused', 'node-resumed', 'gap']
  private readonly polls = new Map<NodeId, Polls>()

  observe(event: LabEvent): Violation | null {
    if (event.kind === 'gap') this.polls.clear()
    else if (event.kind === 'node-exited') this.polls.delete(event.node)
    else if (event.kind === 'node-paused' || event.kind === 'node-resumed') this.begin(event.node)
    else if (TimeSources.is(event)) this.polls.set(event.node, { poll_us: event.data.poll_us, last: null })
    return TimePolled.is(event) ? this.poll(event) : null
  }

  private begin(node: NodeId): void {
    const polls = this.polls.get(node)
    if (polls !== undefined) polls.last = null
  }

  private poll({ node, t, seq }: LabEvent & { readonly node: NodeId }): Violation | null {
    const polls = this.polls.get(node)
    if (polls === undefined) return null
    const { last, poll_us } = polls
    polls.last = { t, seq }
    if (last === null || t - last.t <= poll_us * SLACK + SLACK_US) return null
    return {
      text: `${node} asks for the time ${((t - last.t) / 1000).toFixed(0)} ms after it did before, where ${poll_us / 1000} ms were to pass`,
      events: [last.seq, seq]
    }
  }
}
