import type { ReachGroup } from '../../../src-shared/folds/reachability'
import { quorumOf } from '../../../src-shared/folds/reachability'

/**
 * The groups as hulls can show them: as they are while two of them share one node at most (halves, isolated nodes, a bridge, a ring),
 * otherwise joined to whatever hangs together. None while everybody reaches
 * everybody.
 */
export function hullGroups(groups: readonly ReachGroup[], nodes: number): readonly ReachGroup[] {
  const shown = joined(groups).flatMap((whole) => {
    const parts = groups.filter((group) => whole.nodes.includes(group.nodes[0]!))
    return canBeToldApart(parts) ? parts : [whole]
  })
  return shown.length === 1 && shown[0]!.nodes.length === nodes ? [] : shown
}

function canBeToldApart(groups: readonly ReachGroup[]): boolean {
  return groups.every((a, i) => groups.slice(i + 1).every((b) => sharedNodes(a, b) <= 1))
}

function sharedNodes(a: ReachGroup, b: ReachGroup): number {
  return a.nodes.filter((node) => b.nodes.includes(node)).length
}

/** Groups that share a node are one: from each of its nodes there is a way to each other. */
export function joined(groups: readonly ReachGroup[]): ReachGroup[] {
  return groups.reduce<ReachGroup[]>((done, group) => {
    const touching = done.filter((other) => other.nodes.some((node) => group.nodes.includes(node)))
    const parts = [...touching, group]
    const whole = {
      nodes: [...new Set(parts.flatMap((part) => part.nodes))],
      quorum: quorumOf(parts)
    }
    return [...done.filter((other) => !touching.includes(other)), whole]
  }, [])
}
