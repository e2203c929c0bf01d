/** Who is up in truth, and since when nothing has gone wrong. */
import type { LabEvent } from '../../../../src-shared/events'
import type { NodeId } from '../../../../src-shared/ids'

const PROCESS_EVENTS = ['member-left', 'node-started', 'node-ready', 'node-exited', 'node-paused', 'node-resumed'] as const
const FAULT_EVENTS = ['fault-started', 'fault-changed', 'fault-ended', 'node-switches'] as const
export const TRUTH_EVENTS: readonly string[] = [...PROCESS_EVENTS, ...FAULT_EVENTS]

/** As long as one of these lasts nobody can tell what all should know. */
const LASTING: ReadonlySet<string> = new Set(['partition', 'link', 'pause', 'clock', 'disk', 'adversary'])

export class Truth {
  /** Nodes that have run: whether they do now. Null: neither up nor down. */
  readonly nodes = new Map<NodeId, boolean | null>()
  private readonly lasting = new Set<number>()

  /** Whether something has happened that members must find out, or that may keep them from it. */
  observe(event: LabEvent): boolean {
    switch (event.kind) {
      case 'node-ready':
      case 'node-resumed':
        this.nodes.set(event.node, true)
        return true
      case 'node-exited':
      case 'member-left':
        this.nodes.set(event.node, false)
        return true
      case 'node-started':
      case 'node-paused':
        this.nodes.set(event.node, null)
        return true
      case 'fault-started':
        if (LASTING.has(event.action.do)) this.lasting.add(event.fault)
        return true
      case 'fault-ended':
        this.lasting.delete(event.fault)
        return true
      case 'fault-changed':
      case 'node-switches':
        return true
      default:
        return false
    }
  }

  get isQuiet(): boolean {
    return this.lasting.size === 0
  }
}
