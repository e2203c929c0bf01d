import type { LabEvent } from '../../../../src-shared/events'
import { Compensated, StepDone } from '../../../../src-shared/protocols/saga/facts'
import type { LiveInvariant, Violation } from '../../contract'
import { setBounded } from '../../kit/bounded'

/** Effects remembered; the oldest are forgotten. */
const REMEMBERED_MAX = 32_768

/** Steps and compensations take effect once. */
export class Once implements LiveInvariant {
  readonly name = 'once'
  readonly reads = [StepDone.name, Compensated.name]
  /** By what and saga: the event that told of it. */
  private readonly effects = new Map<string, number>()

  observe(event: LabEvent): Violation | null {
    if (StepDone.is(event)) return this.effect(event.node, event.data.step, event.data.saga, event.seq)
    if (!Compensated.is(event) || event.data.nothing) return null
    return this.effect(event.node, event.data.compensation, event.data.saga, event.seq)
  }

  private effect(node: string, what: string, saga: string, seq: number): Violation | null {
    const name = `${what} ${saga}`
    const first = this.effects.get(name)
    setBounded(this.effects, name, seq, REMEMBERED_MAX)
    return first === undefined ? null : { text: `${node} has done ${what} of ${saga} twice`, events: [first, seq] }
  }
}
