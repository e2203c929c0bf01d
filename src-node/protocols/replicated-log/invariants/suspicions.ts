/**
 * Possible violations that depend on other nodes. A starved or paused node reports late, a killed one may never report, so each
 * is decided only by what the nodes concerned report for that time or later.
 */
import type { LabEvent } from '../../../../src-shared/events'
import type { NodeId } from '../../../../src-shared/ids'
import type { Violation } from '../../contract'

/** Open suspicions remembered; beyond it the oldest is dropped. */
const SUSPICIONS_MAX = 256

export interface Suspicion {
  /** When the event that raised it happened. */
  readonly t: number
  /** Who has not yet spoken of it. */
  readonly suspects: Set<NodeId>
  /** So many suspects must turn out to be innocent. */
  needed: number
  readonly isCleared: (node: NodeId) => boolean
  readonly violation: Violation
}

/** Events that a node makes itself, in its own order. */
const NODE_EVENT_KINDS: ReadonlySet<LabEvent['kind']> = new Set<LabEvent['kind']>(['role', 'fact', 'sample'])

export class Suspicions {
  private open: Suspicion[] = []

  /** Takes up a suspicion; the violation if no suspect is left to disprove it. */
  raise(suspicion: Suspicion): Violation | null {
    if (suspicion.needed <= 0) return null
    if (suspicion.suspects.size < suspicion.needed) return suspicion.violation
    this.open.push(suspicion)
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
  private decide(node: NodeId, isCleared: (suspicion: Suspicion) => boolean | null): Violation | null {
    let found: Violation | null = null
    this.open = this.open.filter((suspicion) => {
      const { suspects, violation } = suspicion
      const cleared = suspects.has(node) ? isCleared(suspicion) : null
      if (cleared === null) return true
      suspects.delete(node)
      if (cleared) suspicion.needed--
      if (suspects.size >= suspicion.needed) return suspicion.needed > 0
      found ??= violation
      return false
    })
    return found
  }
}
