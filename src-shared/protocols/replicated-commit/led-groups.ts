/** Which node leads which groups, as parts of a circle of all keys, and where something has been in doubt for long. */
import { replicasOf } from '../../folds/cluster'
import type { RunFold } from '../../folds/run'
import type { NodeId } from '../../ids'
import type { HeldPart } from '../../panels/holdings'
import { counted } from '../../text/counted'
import { membersAt } from '../transactions/member-panels'
import { OVERDUE_US, transactionsFold } from '../transactions/transactions'

/** All groups of the run, by name. */
export function groupNames({ cluster }: RunFold): readonly string[] {
  return [...new Set(replicasOf(cluster).flatMap(({ group }) => group ?? []))].sort()
}

/** The groups that nobody leads. */
export function leaderless(run: RunFold): readonly string[] {
  const led = new Set([...run.cluster.nodes.keys()].flatMap((node) => membersAt(run, node)))
  return groupNames(run).filter((group) => !led.has(group))
}

/** Hashing divides the keys evenly. */
export function ledParts(run: RunFold, node: NodeId): readonly HeldPart[] {
  const groups = groupNames(run)
  const led = membersAt(run, node)
  return groups.flatMap((group, place): HeldPart[] => {
    if (!led.includes(group)) return []
    const doubts = overdueIn(run, group)
    const state = doubts > 0 ? ('in-doubt' as const) : ('held' as const)
    return [{ from: place / groups.length, to: (place + 1) / groups.length, place, state, share: 0, count: 1 }]
  })
}

/** "leads g1 and g3, with 2 transactions in doubt in g1". */
export function ledText(run: RunFold, node: NodeId): string | null {
  const [, ...led] = membersAt(run, node)
  if (led.length === 0) return null
  const doubts = led.flatMap((group) => {
    const count = overdueIn(run, group)
    return count > 0 ? [`${counted(count, 'transaction')} in doubt in ${group}`] : []
  })
  return `leads ${led.join(', ')}${doubts.length > 0 ? `, with ${doubts.join(', ')}` : ''}`
}

function overdueIn(run: RunFold, group: string): number {
  const { now_us } = run.cluster
  const open = [...(transactionsFold.of(run)?.open.values() ?? [])]
  return open.filter((part) => part.node === group && now_us - part.from_us >= OVERDUE_US).length
}
