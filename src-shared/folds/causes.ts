/** Why something is so, as a clause: "n1 crashed". */
import type { FaultAction } from '../faults/actions'
import type { NodeId } from '../ids'
import { listOfNodes } from '../text/list-text'
import type { ClusterFold } from './cluster'
import type { FaultInterval, FaultsFold } from './faults'

interface Caused {
  readonly cluster: ClusterFold
  readonly faults: FaultsFold
}

/** A fault that began longer ago is not why something begins now, µs. */
const CAUSES_WITHIN_US = 2_000_000

/** What became of the node's process, or else the newest fault of the network that touches it; null: nothing is known. */
export function causeOf({ cluster, faults }: Caused, node: NodeId): string | null {
  const state = cluster.nodes.get(node)
  if (state === undefined) return `${node} left`
  if (state.process === 'paused') return `${node} was paused`
  if (state.exit !== null && state.process !== 'running') {
    return { crashed: `${node} crashed`, stopped: `${node} was stopped`, failed: `${node} ended by itself` }[state.exit.reason]
  }
  const fault = newestFault(
    { cluster, faults },
    ({ nodes, links }) => nodes.includes(node) || links.some((id) => id.split('>').includes(node))
  )
  return fault && clauseOf(fault)
}

/** The newest fault that has just begun and is of this kind; what mends is none. */
export function newestFault({ cluster, faults }: Caused, wanted: (fault: FaultInterval) => boolean): FaultInterval | null {
  for (let place = faults.intervals.length - 1; place >= 0; place--) {
    const fault = faults.intervals.at(place)!
    if (cluster.now_us - fault.start_us > CAUSES_WITHIN_US) return null
    if (fault.end_us !== fault.start_us && wanted(fault)) return fault
  }
  return null
}

/** The fault as something that happened: "n1 was cut off", "“Delay 40 ms n1 ↔ n2” began". */
export function clauseOf({ action, label }: Pick<FaultInterval, 'action' | 'label'>): string {
  if (action.do === 'adversary' && action.on) return 'an adversary began to pick deliveries'
  return partitionClause(action) ?? processClause(action) ?? `“${label}” began`
}

function partitionClause(action: FaultAction): string | null {
  if (action.do === 'region-dark')
    return action.how === 'down' ? `all nodes of ${action.region} crashed` : `region ${action.region} went dark`
  if (action.do === 'cut-cable') return `the cable ${action.regions.join(' – ')} was cut`
  if (action.do === 'link' && action.change.mode === 'cut')
    return `the link ${action.from} ${action.both ? '–' : '→'} ${action.to} was cut`
  if (action.do !== 'partition') return null
  const { partition } = action
  const cut = partition.shape === 'isolate' ? partition.nodes : partition.shape === 'halves' ? partition.group : undefined
  if (cut === undefined) return 'the network was divided'
  return `${listOfNodes(cut)} ${cut.length === 1 ? 'was' : 'were'} cut off`
}

function processClause(action: FaultAction): string | null {
  switch (action.do) {
    case 'crash':
    case 'lose-disk':
    case 'restore-disk':
      return `${action.node} crashed`
    case 'stop':
      return `${action.node} was stopped`
    case 'pause':
      return `${action.node} was paused`
    case 'crash-all':
      return 'every node crashed'
    default:
      return null
  }
}
