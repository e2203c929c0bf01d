/** Carries all transactions out in an order that was found, and holds every answer against it. */
import type { IsolationOrder } from '../../../../src-shared/isolation/models'
import { Contents } from '../contents'
import { expectationsOf } from '../expectations'
import type { Execution } from '../cycles'
import type { Lists } from '../lists'
import type { Meter } from '../../consistency/meter'
import type { Scene } from '../scene'
import type { FoundOrder } from './search'

/** Whether the order explains every answer, respects time, and lets nobody write what somebody who has begun writes. */
export function explainsAll(
  scene: Scene,
  lists: Lists,
  { events, order }: FoundOrder,
  execution: Execution,
  time: IsolationOrder,
  meter: Meter
): boolean {
  const { states, transactions: count } = events
  const { transactions, keys, is_committed } = scene
  const contents = new Contents(keys, lists)
  const is_being_written = new Uint8Array(keys.all.length)
  let left = is_committed.reduce((sum, one) => sum + one, 0)
  const own = order.filter((event) => event < count * states && is_committed[(event / states) | 0] === 1)
  for (const event of own) {
    const transaction = (event / states) | 0
    const one = transactions[transaction]!
    const written = keys.writtenIn(one.steps)
    meter.spend(one.steps.length)
    if (event % states === 0) {
      if (!expectationsOf(one, keys).every((read) => (read.is_predicate && execution === 'items') || contents.explains(read)))
        return false
      if (written.some(({ id }) => is_being_written[id] === 1)) return false
      for (const { id } of written) is_being_written[id] = 1
    }
    if (event % states < states - 1) continue
    for (const { id } of written) is_being_written[id] = 0
    contents.write(one)
    left--
  }
  return left === 0 && respectsTime(scene, own, states, time)
}

/** Whether nobody begins after somebody commits who was asked after it had answered. */
function respectsTime({ transactions }: Scene, events: Int32Array, states: number, time: IsolationOrder): boolean {
  if (time === 'none') return true
  /** When the first of those who commit later was answered: of all, or of each client. */
  const first_us = new Map<string, number>()
  for (let i = events.length - 1; i >= 0; i--) {
    const { client, invoked_us, completed_us } = transactions[(events[i]! / states) | 0]!
    const group = time === 'realtime' ? '' : client
    const known_us = first_us.get(group) ?? Infinity
    if (events[i]! % states === 0 && known_us < invoked_us) return false
    if (events[i]! % states === states - 1 && completed_us !== null) first_us.set(group, Math.min(known_us, completed_us))
  }
  return true
}
