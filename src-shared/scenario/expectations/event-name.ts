/** How expectations name an event of the logical clocks' protocol. */
import { z } from 'zod'
import { ClockEvent } from '../../protocols/clocks/facts'
import type { Path, RuleContext } from '../rule-context'
import { endpointName } from '../endpoint-name'
import type { RunEvidence } from './evidence'

export const eventNameSchema = z.strictObject({
  node: endpointName.describe('Where it happened.'),
  does: z.enum(['write', 'send', 'receive']).describe('What kind of event it is.'),
  what: z.string().max(40).describe('What is written, or what the message is called.')
})
type EventName = z.infer<typeof eventNameSchema>

export function validateEventName(path: Path, { node }: EventName, rules: RuleContext): void {
  rules.concreteNode([...path, 'node'], node)
  if (rules.scenario.protocol.name !== 'clocks') rules.add(path, `stamps are expected of the protocol clocks only`)
}

/** `A's write of x = 1`. */
export function eventText({ node, does, what }: EventName): string {
  return `${node}'s ${does} of ${what}`
}

/** The first event of that name; null: there was none. */
export function findEvent({ node, does, what }: EventName, { events }: RunEvidence): ClockEvent | null {
  const isIt = (event: ClockEvent) => event.node === node && event.data.does === does && event.data.what === what
  return events.filter((event) => ClockEvent.is(event)).find(isIt) ?? null
}
