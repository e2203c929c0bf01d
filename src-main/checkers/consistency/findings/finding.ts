import { describeOperation } from '../../describe'
import type { Event, Execution } from '../execution/execution'
import type { Meter } from '../meter'
import { NOBODY } from '../execution/versions'

/** Why a model does not hold: events that already break it, and a sentence. */
export interface Finding {
  readonly events: readonly number[]
  readonly why: string
}

/** Says why an execution is not of its model; null: it is. Only reads whose source is known count. May throw `OutOfBounds`. */
export type Check = (execution: Execution, meter: Meter) => Finding | null

/** A value that nobody wrote: no model explains it. */
export function findInvented({ events }: Execution): Finding | null {
  const e = events.findIndex(({ reads }) => reads === NOBODY)
  return e < 0 ? null : { events: [e], why: `${describe(events[e]!)}: nobody wrote this` }
}

/** The read saw `source`, and something newer should have hidden that. `newer` names how that came to be before the read. */
export function overtaken(execution: Execution, reader: number, newer: number, because: string): string {
  const { events } = execution
  const { reads } = events[reader]!
  const older = reads === null || reads < 0 ? 'the initial value' : `what ${describe(events[reads]!)} wrote`
  return `${describe(events[reader]!)} shows ${older}, although ${describe(events[newer]!)} ${because}`
}

export function describe({ operation }: Event): string {
  return describeOperation(operation)
}
