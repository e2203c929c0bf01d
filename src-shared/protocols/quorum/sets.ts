/** Which nodes made up each quorum: who has a write, and who answered a read. */
import { NODES_MAX } from '../../engine'
import type { LabEvent } from '../../events'
import { momentsChart } from '../../charts/kinds/moments'
import type { LaneMoment } from '../../charts/kinds/moments'
import { nodeColour } from '../../charts/palette'
import { declareFold } from '../../folds/declared'
import { Ring } from '../../folds/ring'
import type { RunFold } from '../../folds/run'
import type { NodeId } from '../../ids'
import { listOf } from '../../text/list-text'
import { ReadAnswered, WriteAcknowledged } from './facts'

interface QuorumSet {
  readonly t_us: number
  readonly operation: string
  readonly kind: 'read' | 'write'
  readonly nodes: readonly NodeId[]
  /** Of a read: those that acknowledged the newest write of the key. */
  readonly shared: readonly NodeId[]
}

interface SetsFold {
  readonly newest: Ring<QuorumSet>
  /** By key, who acknowledged its newest write. */
  readonly written: Map<string, readonly NodeId[]>
}

const SETS_MAX = 500
const KEYS_MAX = 500

export const setsFold = declareFold<SetsFold>({
  create: () => ({ newest: new Ring(SETS_MAX), written: new Map() }),
  reads: [WriteAcknowledged.name, ReadAnswered.name],
  observe: foldSets,
  forget: ({ newest }) => newest.clear()
})

function foldSets({ newest, written }: SetsFold, event: LabEvent): void {
  if (WriteAcknowledged.is(event)) {
    const { operation, key, stored_by } = event.data
    const nodes = Object.freeze([...stored_by])
    written.delete(key)
    written.set(key, nodes)
    if (written.size > KEYS_MAX) written.delete(written.keys().next().value!)
    newest.push(Object.freeze({ t_us: event.t, operation, kind: 'write', nodes, shared: Object.freeze([]) }))
  } else if (ReadAnswered.is(event)) {
    const { operation, key, answered_by } = event.data
    const nodes = Object.freeze([...answered_by])
    const shared = Object.freeze(nodes.filter((node) => written.get(key)?.includes(node)))
    newest.push(Object.freeze({ t_us: event.t, operation, kind: 'read', nodes, shared }))
  }
}

/** One below the other, the sets that wrote and the sets that read: where they meet stands out. */
export const setsChart = momentsChart({
  id: 'sets',
  title: 'Quorums',
  subtitle: 'W has the write, R answers the read; ringed: had the newest write',
  height_px: 130,
  least_px: 56,
  aside: true,
  applies: ({ cluster: { nodes } }) => nodes.size <= NODES_MAX.processes,
  lanes: ({ cluster }) => [...cluster.nodes.keys()],
  moments: (run) =>
    setsFold
      .of(run)
      ?.newest.toArray()
      .flatMap((set) => momentsOf(set, run)) ?? [],
  empty: 'no quorum in this time'
})

function momentsOf({ t_us, operation, kind, nodes, shared }: QuorumSet, { cluster }: RunFold): LaneMoment[] {
  const lanes = [...cluster.nodes.keys()]
  const told = kind === 'write' ? `${operation}: ${listOf(nodes)} have it` : `${operation}: ${listOf(nodes)} answer it`
  return nodes.flatMap((node): LaneMoment[] => {
    const lane = lanes.indexOf(node)
    const colour: LaneMoment['colour'] = (theme) => nodeColour(theme, lane)
    const letter = kind === 'write' ? 'W' : 'R'
    return lane < 0 ? [] : [{ lane, t_us, colour, letter, ringed: shared.includes(node), told }]
  })
}
