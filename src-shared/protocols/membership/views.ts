/** What each node holds of each member, by what nodes tell. */
import type { LabEvent } from '../../events'
import type { NodeId } from '../../ids'
import type { DetectorChoice } from './choices'
import type { HeartbeatDetector } from './facts'
import { MembershipStarted, MemberView, PeerSuspected, PeerTrusted } from './facts'
import type { Status } from './member'

export interface View {
  readonly status: Status
  readonly incarnation: number
  /** By the heartbeat detector that counts; where probes do, the status says it. */
  readonly suspected: boolean
  /** Who said so. */
  readonly by: NodeId
  readonly since_us: number
  readonly seq: number
}

interface NodeViews {
  /** What the node began with: all alive. */
  readonly listed: ReadonlySet<NodeId>
  readonly started: MembershipStarted
  readonly counts: HeartbeatDetector | null
  readonly changed: Map<NodeId, View>
}

const HEARTBEAT_DETECTORS: Readonly<Record<DetectorChoice, HeartbeatDetector | null>> = {
  swim: null,
  'heartbeat-timeout': 'timeout',
  'phi-accrual': 'phi'
}

/** Plain data: folds are cloned. */
export type Views = Map<NodeId, NodeViews>

export const VIEW_FACTS = [MembershipStarted.name, MemberView.name, PeerSuspected.name, PeerTrusted.name]

/** The pair whose view changes by the event; null: all of its node's, or none. */
export function foldViews(views: Views, event: LabEvent): readonly [node: NodeId, member: NodeId] | null {
  if (MembershipStarted.is(event)) {
    const { detector, members } = event.data
    const counts = HEARTBEAT_DETECTORS[detector]
    views.set(event.node, { listed: new Set(members), started: event, counts, changed: new Map() })
  } else if (MemberView.is(event)) {
    const { member, status, incarnation, by } = event.data
    const suspected = viewOf(views, event.node, member)?.suspected ?? false
    return change(views, event, member, { status, incarnation, by, suspected })
  } else if (PeerSuspected.is(event) || PeerTrusted.is(event)) {
    const { peer, detector } = event.data
    const known = viewOf(views, event.node, peer)
    if (known !== null && views.get(event.node)?.counts === detector)
      return change(views, event, peer, { ...known, suspected: PeerSuspected.is(event), by: event.node })
  }
  return null
}

function change(
  views: Views,
  { t, seq, node }: LabEvent & { readonly node: NodeId },
  member: NodeId,
  view: Omit<View, 'since_us' | 'seq'>
): readonly [NodeId, NodeId] {
  views.get(node)?.changed.set(member, { ...view, since_us: t, seq })
  return [node, member]
}

/** Null: the node has not heard of the member. */
export function viewOf(views: Views, node: NodeId, member: NodeId): View | null {
  const of_node = views.get(node)
  if (of_node === undefined) return null
  const changed = of_node.changed.get(member)
  if (changed !== undefined) return changed
  const { t, seq } = of_node.started
  return of_node.listed.has(member) ? { status: 'alive', incarnation: 0, suspected: false, by: member, since_us: t, seq } : null
}

/** As others would call it. */
export function wordOf(view: View | null): Status | 'unknown' {
  if (view === null) return 'unknown'
  return view.status === 'alive' && view.suspected ? 'suspect' : view.status
}

/** Whether a node that holds this view is right about a member that is up, or down. */
export function isRight(view: View | null, is_up: boolean): boolean {
  const word = wordOf(view)
  if (is_up) return word === 'alive'
  return word === 'dead' || word === 'left' || word === 'unknown' || view?.suspected === true
}
