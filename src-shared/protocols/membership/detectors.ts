/** The detectors of a run: the views of its members, and the class that each detector has reached. */
import type { LabEvent } from '../../events'
import type { DetectorVerdict, SuspicionHistory } from '../../failure-detection/classes'
import {
  emptyHistory,
  foldProcesses,
  inClassSince,
  instantOf,
  PROCESS_EVENTS,
  setSuspicion,
  startNode,
  strongestClasses,
  trustAll,
  verdictOf
} from '../../failure-detection/classes'
import { declareFold } from '../../folds/declared'
import { Ring } from '../../folds/ring'
import type { Table } from '../../folds/table'
import type { NodeId } from '../../ids'
import { listOf } from '../../text/list-text'
import { HEARTBEAT_DETECTORS, HeartbeatHeard, MembershipStarted, MemberView, PeerSuspected, PeerTrusted } from './facts'
import type { Views } from './views'
import { foldViews, VIEW_FACTS } from './views'

export const DETECTOR_NAMES = ['swim', ...HEARTBEAT_DETECTORS] as const
export type DetectorName = (typeof DETECTOR_NAMES)[number]

export const DETECTOR_TITLES: Readonly<Record<DetectorName, string>> = { swim: 'SWIM', timeout: 'Fixed timeout', phi: 'φ' }

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
  const at = instantOf(event)
  if (MembershipStarted.is(event)) startHistories(histories, event)
  else if (MemberView.is(event)) {
    const history = histories.get('swim')
    const { member, status } = event.data
    if (history) setSuspicion(history, event.node, member, status === 'suspect' || status === 'dead', at)
  } else if (PeerSuspected.is(event) || PeerTrusted.is(event)) {
    const history = histories.get(event.data.detector)
    if (history) setSuspicion(history, event.node, event.data.peer, PeerSuspected.is(event), at)
  }
}

function startHistories(histories: Histories, event: MembershipStarted & LabEvent): void {
  const { node, data } = event
  const names: readonly DetectorName[] = data.detector === 'swim' ? ['swim'] : HEARTBEAT_DETECTORS
  for (const name of names) {
    const history = histories.get(name) ?? emptyHistory()
    histories.set(name, history)
    startNode(history, node)
    trustAll(history, node, instantOf(event))
  }
}

/** `S and ◇P`. */
export function classText(verdict: DetectorVerdict): string {
  const classes = strongestClasses(verdict)
  return classes.length === 0 ? 'in no class' : listOf(classes)
}

/** `S and ◇P from 5.20 s on, for 10.80 s`: each class that is reached, and the stretch to the end in which what it asks for holds. */
export function suffixText(verdict: DetectorVerdict, now_us: number): string {
  const by_start = new Map<number, string[]>()
  for (const name of strongestClasses(verdict)) {
    const since_us = inClassSince(verdict, name)!
    by_start.set(since_us, [...(by_start.get(since_us) ?? []), name])
  }
  const texts = [...by_start].map(([since_us, names]) =>
    since_us === 0
      ? `${listOf(names)} from the start`
      : `${listOf(names)} from ${secondsText(since_us)} on, for ${secondsText(now_us - since_us)}`
  )
  return texts.length === 0 ? 'in no class' : texts.join('; ')
}

function secondsText(us: number): string {
  return `${(us / 1e6).toFixed(2)} s`
}

function classesTable({ histories }: DetectorsFold): Table {
  return {
    name: 'detector_classes',
    title: 'Failure detectors: the class that each has reached in this run (Chandra and Toueg)',
    columns: ['detector', 'class', 'since_ms', 'mistakes', 'first_failure', 'first_failure_ms'],
    *rows() {
      for (const [detector, history] of histories) {
        const verdict = verdictOf(history)
        const [strongest] = strongestClasses(verdict)
        const since_ms = strongest === undefined ? null : inClassSince(verdict, strongest)! / 1000
        const [failure] = verdict.failures
        const failed = failure === undefined ? [null, null] : [failure.property, failure.t_us / 1000]
        yield [detector, strongest ?? 'none', since_ms, history.mistakes, ...failed]
      }
    }
  }
}
