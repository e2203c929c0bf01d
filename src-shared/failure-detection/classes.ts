/**
 * What a failure detector's history amounts to: completeness and accuracy, and the class that goes with them (Chandra and Toueg 1996, §2).
 * "Eventually" is judged by how things stand at the end of what is known.
 */
import type { LabEvent } from '../events'
import type { NodeId } from '../ids'

/** Plain data: folds are cloned. */
export interface SuspicionHistory {
  /** Nodes that have run: whether they do now. A paused one does: nobody can tell that it is not slow. */
  readonly up: Map<NodeId, boolean>
  /** By node: whom it suspects. */
  readonly suspects: Map<NodeId, Set<NodeId>>
  /** Suspicions that began while the suspect was up. */
  mistakes: number
  /** Nodes that have been suspected so. */
  readonly wronged: Set<NodeId>
}

export type Strength = 'strong' | 'weak' | 'none'
export type Accuracy = 'strong' | 'weak' | 'eventually strong' | 'eventually weak' | 'none'

export interface DetectorClass {
  readonly completeness: Strength
  readonly accuracy: Accuracy
  /** Null: it is in none. */
  readonly name: string | null
}

export function emptyHistory(): SuspicionHistory {
  return { up: new Map(), suspects: new Map(), mistakes: 0, wronged: new Set() }
}

export const PROCESS_EVENTS = ['node-ready', 'node-exited', 'member-left'] as const

export function foldProcesses({ up, suspects }: SuspicionHistory, event: LabEvent): void {
  if (event.kind === 'node-ready') up.set(event.node, true)
  else if (event.kind === 'node-exited') {
    up.set(event.node, false)
    suspects.delete(event.node)
  } else if (event.kind === 'member-left') up.delete(event.node)
}

/** The node suspects the other one from now on, or no longer. */
export function setSuspicion(history: SuspicionHistory, node: NodeId, other: NodeId, is_suspected: boolean): void {
  const of_node = history.suspects.get(node) ?? new Set()
  if (is_suspected === of_node.has(other)) return
  history.suspects.set(node, of_node)
  if (!is_suspected) return void of_node.delete(other)
  of_node.add(other)
  if (history.up.get(other) !== true) return
  history.mistakes++
  history.wronged.add(other)
}

export function classOf(history: SuspicionHistory): DetectorClass {
  const correct = [...history.up].filter(([, is_up]) => is_up).map(([node]) => node)
  const crashed = [...history.up].filter(([, is_up]) => !is_up).map(([node]) => node)
  const isSuspectedBy = (node: NodeId) => (by: NodeId) => history.suspects.get(by)?.has(node) === true
  const completeness = crashed.every((node) => correct.every(isSuspectedBy(node)))
    ? 'strong'
    : crashed.every((node) => correct.some(isSuspectedBy(node)))
      ? 'weak'
      : 'none'
  const trusted = correct.filter((node) => !correct.some(isSuspectedBy(node)))
  const accuracy = accuracyOf(history, correct, trusted)
  return { completeness, accuracy, name: completeness === 'none' ? null : (CLASSES[completeness][accuracy] ?? null) }
}

function accuracyOf({ mistakes, wronged }: SuspicionHistory, correct: readonly NodeId[], trusted: readonly NodeId[]): Accuracy {
  if (mistakes === 0) return 'strong'
  if (correct.some((node) => !wronged.has(node))) return 'weak'
  if (trusted.length === correct.length) return 'eventually strong'
  return trusted.length > 0 ? 'eventually weak' : 'none'
}

/** Figure 1 of the paper. */
const CLASSES: Readonly<Record<'strong' | 'weak', Readonly<Partial<Record<Accuracy, string>>>>> = {
  strong: { strong: 'P', weak: 'S', 'eventually strong': '◇P', 'eventually weak': '◇S' },
  weak: { strong: 'Q', weak: 'W', 'eventually strong': '◇Q', 'eventually weak': '◇W' }
}
