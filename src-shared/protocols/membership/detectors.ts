/** The detectors of a run: the views of its members, and the class that each detector has reached. */
import type { LabEvent } from '../../events'
import type { DetectorClass, SuspicionHistory } from '../../failure-detection/classes'
import { classOf, emptyHistory, foldProcesses, PROCESS_EVENTS, setSuspicion } from '../../failure-detection/classes'
import { declareFold } from '../../folds/declared'
import { Ring } from '../../folds/ring'
import type { Table } from '../../folds/table'
import type { NodeId } from '../../ids'
import { HeartbeatHeard, MembershipStarted, MemberView, PeerSuspected, PeerTrusted } from './facts'
import type { HeartbeatDetector } from './facts'
import type { Views } from './views'
import { foldViews, VIEW_FACTS } from './views'

export type DetectorName = 'swim' | HeartbeatDetector

/** A heartbeat, and what the gaps were like with it. */
export interface Heard {
  readonly at_us: number
  /** Since the one before; null: it is the first. */
  readonly gap_us: number | null
  readonly mean_us: number | null
  readonly deviation_us: number | null
}

export type Histories = Map<DetectorName, SuspicionHistory>

export interface DetectorsFold {
  readonly views: Views
  readonly histories: Histories
  /** By the name of the pair, see {@link pairName}: its newest heartbeats. */
  readonly heard: Map<string, Ring<Heard>>
}

/** Heartbeats kept of a pair. */
const HEARD_MAX = 5_000

export const detectorsFold = declareFold<DetectorsFold>({
  create: () => ({ views: new Map(), histories: new Map(), heard: new Map() }),
  reads: [...PROCESS_EVENTS, ...VIEW_FACTS, HeartbeatHeard.name],
  observe: foldDetectors,
  tables: (fold) => [classesTable(fold)]
})

/** By whom and of whom. */
export function pairName(node: NodeId, peer: NodeId): string {
  return `${node} ${peer}`
}

function foldDetectors({ views, histories, heard }: DetectorsFold, event: LabEvent): void {
  foldViews(views, event)
  foldHistories(histories, event)
  foldHeard(heard, event)
}

export function foldHeard(heard: DetectorsFold['heard'], event: LabEvent): void {
  if (!HeartbeatHeard.is(event)) return
  const { peer, gap_us, mean_us, deviation_us } = event.data
  const name = pairName(event.node, peer)
  const ring = heard.get(name) ?? new Ring<Heard>(HEARD_MAX)
  heard.set(name, ring)
  ring.push({ at_us: event.t, gap_us, mean_us, deviation_us })
}

export function foldHistories(histories: Histories, event: LabEvent): void {
  for (const history of histories.values()) foldProcesses(history, event)
  if (MembershipStarted.is(event)) startHistories(histories, event)
  else if (MemberView.is(event)) {
    const history = histories.get('swim')
    const { member, status } = event.data
    if (history) setSuspicion(history, event.node, member, status === 'suspect' || status === 'dead')
  } else if (PeerSuspected.is(event) || PeerTrusted.is(event)) {
    const history = histories.get(event.data.detector)
    if (history) setSuspicion(history, event.node, event.data.peer, PeerSuspected.is(event))
  }
}

function startHistories(histories: Histories, { node, data }: MembershipStarted): void {
  const names: readonly DetectorName[] = data.detector === 'swim' ? ['swim'] : ['timeout', 'phi']
  for (const name of names) {
    const history = histories.get(name) ?? emptyHistory()
    histories.set(name, history)
    history.up.set(node, true)
    history.suspects.delete(node)
  }
}

/** `◇P: strong completeness, eventually strong accuracy`. */
export function classText({ completeness, accuracy, name }: DetectorClass): string {
  const strength = (word: string): string => (word === 'none' ? 'no' : word)
  return `${name ?? 'no class'}: ${strength(completeness)} completeness, ${strength(accuracy)} accuracy`
}

function classesTable({ histories }: DetectorsFold): Table {
  return {
    name: 'detector_classes',
    title: 'Failure detectors: the class that each has reached in this run (Chandra and Toueg)',
    columns: ['detector', 'class', 'completeness', 'accuracy', 'mistakes'],
    *rows() {
      for (const [detector, history] of histories) {
        const { name, completeness, accuracy } = classOf(history)
        yield [detector, name ?? 'none', completeness, accuracy, history.mistakes]
      }
    }
  }
}
