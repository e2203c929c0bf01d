import type { LabEvent } from '../../../../src-shared/events'
import type { NodeId } from '../../../../src-shared/ids'
import { SpanStarted } from '../../../../src-shared/protocols/services/facts'
import type { LiveInvariant, Violation } from '../../contract'
import { setBounded } from '../../kit/bounded'
import { REMEMBERED_MAX } from './remembered'

/** A span whose parent has not been told of yet. */
interface Orphan {
  readonly node: NodeId
  readonly request: string
  readonly parent: string
  readonly t: number
  readonly seq: number
}

/** Every span has its parent, of the same request: at the latest once the caller has told of all that it did before. */
export class ParentKnown implements LiveInvariant {
  readonly name = 'parent-known'
  readonly reads = [SpanStarted.name, 'sample', 'node-exited']
  /** The request of each span. */
  private readonly requests = new Map<string, string>()
  /** By who called. */
  private readonly orphans = new Map<NodeId, Orphan[]>()

  observe(event: LabEvent): Violation | null {
    // What it did not get round to telling nobody will know.
    if (event.kind === 'node-exited') this.orphans.delete(event.node)
    if (event.kind === 'sample') return this.told(event.node, event.t)
    if (!SpanStarted.is(event)) return null
    const { node, t, seq } = event
    const { request, span, parent, peer, side } = event.data
    setBounded(this.requests, span, request, REMEMBERED_MAX)
    if (parent === null || this.requests.get(parent) === request) return null
    const caller = side === 'server' && peer !== undefined ? peer : node
    const others = this.orphans.get(caller) ?? []
    if (others.length < REMEMBERED_MAX) this.orphans.set(caller, [...others, { node, request, parent, t, seq }])
    return null
  }

  private told(caller: NodeId, until: number): Violation | null {
    const orphans = this.orphans.get(caller)
    if (orphans === undefined) return null
    const due = orphans.filter(({ t }) => t <= until)
    this.orphans.set(
      caller,
      orphans.filter(({ t }) => t > until)
    )
    const lost = due.find(({ request, parent }) => this.requests.get(parent) !== request)
    if (lost === undefined) return null
    const { node, request, seq } = lost
    return { text: `${node} has a span of ${request} whose parent nobody has told of`, events: [seq] }
  }
}
