/** Members of groups that have been silent for too long, and who takes their places. Pure. */
import type { NodeId } from '../../../../src-shared/ids'
import { leastBurdened } from './groups'
import type { Group, GroupName, PlacementState, Replacement } from './state'

export interface ReplacementSettings {
  /** 0: nobody is replaced. */
  readonly replace_after_us: number
  readonly down_after_us: number
}

/**
 * One member of a group at a time, and only while a majority of the group is heard: without one it cannot agree on other members, and a
 * leader of the placement service that hears nobody is cut off itself. A group of a single copy waits, since nobody else has its shards.
 */
export function planReplacements(
  { members, groups }: Pick<PlacementState, 'members' | 'groups'>,
  silenceUs: (node: NodeId) => number,
  { replace_after_us, down_after_us }: ReplacementSettings
): Replacement[] {
  if (replace_after_us === 0) return []
  const heard = members.filter((node) => silenceUs(node) < down_after_us)
  const planned = new Map<GroupName, Group>(groups)
  return [...groups.values()].flatMap((group) => {
    const { name, nodes } = group
    const node = nodes.find((one) => silenceUs(one) >= replace_after_us)
    const isAble = nodes.filter((one) => silenceUs(one) < down_after_us).length > nodes.length / 2
    if (node === undefined || !isAble) return []
    const [by] = leastBurdened({ members: heard, groups: planned }, nodes, 1)
    if (by === undefined) return []
    planned.set(name, { ...group, nodes: nodes.map((one) => (one === node ? by : one)) })
    const seconds = (silenceUs(node) / 1e6).toFixed(1)
    return [{ group: name, node, by, reason: `${node} seems down for ${seconds} s: ${by} is in the fewest groups` }]
  })
}
