/** What an event means to the hosts it touches, in a few words. */
import { linkEnds } from '../../src-shared/ids'
import type { EndpointId } from '../../src-shared/ids'
import type { EventOf, LabEvent } from '../../src-shared/events'
import { factNamed } from '../../src-shared/protocols/registry'

/** An event as one host saw it. */
export interface Moment {
  readonly host: EndpointId
  readonly text: string
  readonly event: LabEvent
}

/** Nothing for events that say little by themselves, such as samples. `faults`: those that began before, by their number. */
export function momentsOf(event: LabEvent, faults: ReadonlyMap<number, EventOf<'fault-started'>>): Moment[] {
  const at = (host: EndpointId, text: string): Moment[] => [{ host, text, event }]
  switch (event.kind) {
    case 'sent':
      return at(event.from, `send ${event.type} to ${event.to}`)
    case 'received':
      return at(event.to, `receive ${event.type} from ${event.from}`)
    case 'role':
      return at(
        event.node,
        `${ofGroup(event)}${event.role}${event.term === undefined ? '' : ` in term ${event.term}`}${event.leader ? `, leader ${event.leader}` : ''}`
      )
    case 'fact': {
      const text = factNamed(event.fact)?.momentOf(event)
      return text ? at(event.node, `${ofGroup(event)}${text}`) : []
    }
    case 'node-started':
      return at(event.node, event.boot > 1 ? `restart (boot ${event.boot})` : 'start')
    case 'node-exited':
      return at(event.node, event.reason)
    case 'node-paused':
      return at(event.node, 'paused')
    case 'node-resumed':
      return at(event.node, 'resumed')
    case 'invoke':
      return at(event.client, `invoke ${event.operation.f} ${event.operation.key}`)
    case 'ok':
    case 'fail':
    case 'info':
      return at(event.client, `${event.kind === 'info' ? 'unknown' : event.kind} #${event.op}`)
    case 'fault-started':
      return touched(event).flatMap((host) => at(host, `fault: ${event.label}`))
    case 'fault-ended': {
      const fault = faults.get(event.fault)
      return fault ? touched(fault).flatMap((host) => at(host, `end of fault: ${fault.label}`)) : []
    }
    default:
      return []
  }
}

function ofGroup({ group }: { readonly group?: string }): string {
  return group === undefined ? '' : `${group}: `
}

/** The hosts at which a fault is felt. */
function touched({ nodes, links }: EventOf<'fault-started'>): EndpointId[] {
  return [...new Set([...nodes, ...links.flatMap(linkEnds)])]
}
