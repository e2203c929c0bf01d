/**
 * Possible violations that depend on other nodes. A starved or paused node reports late, a killed one may never report, so each
 * is decided only by what the nodes concerned report for that time or later.
 */
import type { LabEvent } from '../../../../src-shared/events'
import type { NodeId } from '../../../../src-shared/ids'
import type { Violation } from '../../contract'

const NOBODY: ReadonlySet<NodeId> = new Set()

/** Open suspicions remembered; beyond it the oldest is dropped. */
const SUSPICIONS_MAX = 256

export interface Suspicion {
  /** When the event that raised it happened. */
  readonly t: number
  /** Who has not yet spoken of it. */
  readonly suspects: Set<NodeId>
  /** Whether all is well if these suspects are innocent. */
  readonly isEnough: (innocent: ReadonlySet<NodeId>) => boolean
  readonly isCleared: (node: NodeId) => boolean
  readonly violation: Violation
}

/** All is well if so many suspects are innocent. */
export function atLeast(count: number): Suspicion['isEnough'] {
  return ({ size }) => size >= count
}

/** Events that a node makes itself, in its own order. */
const NODE_EVENT_KINDS: ReadonlySet<LabEvent['kind']> = new Set<LabEvent['kind']>(['role', 'fact', 'sample'])

/** The kinds of events that settle suspicions. */
export const SUSPICION_READS: readonly string[] = ['gap', 'node-exited', 'node-started', ...NODE_EVENT_KINDS]

interface OpenSuspicion extends Suspicion {
  readonly innocent: Set<NodeId>
}

export class Suspicions {
  private open: OpenSuspicion[] = []

  /** Takes up a suspicion; the violation if no suspect is left to disprove it. */
  raise(suspicion: Suspicion): Violation | null {
    if (suspicion.isEnough(NOBODY)) return null
    if (!suspicion.isEnough(suspicion.suspects)) return suspicion.violation
    this.open.push({ ...suspicion, innocent: new Set() })
    if (this.open.length > SUSPICIONS_MAX) this.open.shift()
    return null
  }

  /** Decides what the event decides; call before the view takes it in. */
  settle(event: LabEvent): Violation | null {
    if (this.open.length === 0) return null
    if (event.kind === 'gap') this.open = []
    else if (event.kind === 'node-exited' || event.kind === 'node-started') return this.decide(event.node, () => true)
    else if ('node' in event && event.node !== undefined && NODE_EVENT_KINDS.has(event.kind)) {
      const { node, t } = event
      // Having come to `t`, it has told everything that it did before.
      return this.decide(node, (suspicion) => (t < suspicion.t ? null : suspicion.isCleared(node)))
    }
    return null
  }

  /** `isInnocent`: null where it cannot be said yet. */
  private decide(node: NodeId, isCleared: (suspicion: OpenSuspicion) => boolean | null): Violation | null {
    let found: Violation | null = null
    this.open = this.open.filter((suspicion) => {
      const { suspects, innocent, isEnough, violation } = suspicion
      const cleared = suspects.has(node) ? isCleared(suspicion) : null
      if (cleared === null) return true
      suspects.delete(node)
      if (cleared) innocent.add(node)
      if (isEnough(innocent)) return false
      if (isEnough(new Set([...innocent, ...suspects]))) return true
      found ??= violation
      return false
    })
    return found
  }
}
