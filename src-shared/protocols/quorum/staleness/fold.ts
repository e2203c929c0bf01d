/** Reads by how long after the newest acknowledged write they began, and how many of its versions they missed. */
import type { Parameters } from '../../../description/protocol-description'
import { NODES_MAX } from '../../../engine'
import type { EventOf, LabEvent } from '../../../events'
import type { ClusterFold } from '../../../folds/cluster'
import { declareFold } from '../../../folds/declared'
import type { ReadAfterWrite, ReadsTracker } from '../../../folds/reads-tracker'
import { newReadsTracker, trackReads } from '../../../folds/reads-tracker'
import type { LinkId, NodeId } from '../../../ids'
import { place, rangeOf, rangesFor } from '../placement'
import type { PlacementSettings } from '../placement'

/** Reads that began within one span of times after the write. */
interface TimeBin {
  reads: number
  stale: number
}

/** Reads of keys with these replicas, through this node after a write through that one. */
export interface ReadKind {
  readonly written_by: NodeId
  readonly read_by: NodeId
  readonly replicas: readonly NodeId[]
  reads: number
}

export interface StalenessState {
  readonly tracker: ReadsTracker
  /** By their number, from 0. */
  readonly bins: Map<number, TimeBin>
  /** How many reads missed so many versions, from none on; the last counts those that missed more. */
  readonly versions_behind: number[]
  readonly kinds: Map<string, ReadKind>
  reads: number
  /** Some operation said itself how many replicas it waits for. */
  has_own_quorums: boolean
  /** Links that are not as the scenario has them. */
  readonly changed_links: Set<LinkId>
  /** A link or a node was changed after the first read. */
  is_disturbed: boolean
}

const BINS_PER_OCTAVE = 4
const FIRST_BIN_MS = 0.5
const VERSIONS_MAX = 64
const KINDS_MAX = 4_096

const CLIENT_EVENTS = ['invoke', 'ok', 'fail', 'info']
const CHANGES = ['link-changed', 'node-exited', 'node-paused', 'node-disk', 'member-joined', 'member-left']
export const STALENESS_READS = [...CLIENT_EVENTS, ...CHANGES]

export const stalenessFold = declareFold<StalenessState>({
  create: newStaleness,
  reads: STALENESS_READS,
  observe: (state, event, cluster) => observeStaleness(state, event, cluster, true)
})

export function newStaleness(): StalenessState {
  return {
    tracker: newReadsTracker(),
    bins: new Map(),
    versions_behind: Array.from({ length: VERSIONS_MAX + 1 }, () => 0),
    kinds: new Map(),
    reads: 0,
    has_own_quorums: false,
    changed_links: new Set(),
    is_disturbed: false
  }
}

/** Takes in an event; `counts`: whether a read that it ends is to be counted. */
export function observeStaleness(state: StalenessState, event: LabEvent, cluster: ClusterFold, counts: boolean): void {
  switch (event.kind) {
    case 'invoke':
      if (event.policy !== undefined && event.policy !== 'cluster') state.has_own_quorums = true
      break
    case 'link-changed':
      for (const { link } of event.links) state.changed_links.add(link)
      if (state.reads > 0) state.is_disturbed = true
      return
    case 'node-exited':
    case 'node-paused':
    case 'node-disk':
    case 'member-joined':
    case 'member-left':
      if (state.reads > 0) state.is_disturbed = true
      return
    default:
  }
  const read = trackReads(state.tracker, event)?.after_write
  if (read && counts) countRead(state, read, cluster)
}

function countRead(state: StalenessState, read: ReadAfterWrite, cluster: ClusterFold): void {
  const number = binOf(read.since_us / 1000)
  const bin = state.bins.get(number) ?? { reads: 0, stale: 0 }
  state.bins.set(number, bin)
  bin.reads++
  if (read.versions_behind > 0) bin.stale++
  state.versions_behind[Math.min(VERSIONS_MAX, read.versions_behind)]!++
  state.reads++
  countKind(state, read, cluster)
}

function countKind({ kinds }: StalenessState, { key, written_by, read_by }: ReadAfterWrite, cluster: ClusterFold): void {
  const replicas = replicasOf(key, cluster)
  if (replicas === null) return
  const name = `${written_by} ${read_by} ${replicas.join()}`
  const kind = kinds.get(name)
  if (kind) kind.reads++
  else if (kinds.size < KINDS_MAX) kinds.set(name, { written_by, read_by, replicas, reads: 1 })
}

interface Placed {
  readonly settings: PlacementSettings
  readonly replicas: readonly (readonly NodeId[])[]
}
const placed = new WeakMap<EventOf<'run-started'>, Placed>()

/** As the run began; null: of so many nodes no links are known either. */
function replicasOf(key: string, { run, parameters }: ClusterFold): readonly NodeId[] | null {
  if (run === null || run.nodes.length > NODES_MAX.processes) return null
  const known = placed.get(run) ?? placeKeys(run, parameters)
  return known.replicas[rangeOf(key, known.settings)]!
}

function placeKeys(run: EventOf<'run-started'>, parameters: Parameters): Placed {
  const placing = {
    placement: String(parameters['placement']),
    ring_strategy: String(parameters['ring_strategy']),
    ranges: Number(parameters['ranges']),
    virtual_nodes: Number(parameters['virtual_nodes']),
    replicas: Number(parameters['replicas'])
  }
  const settings = { ...placing, ...rangesFor(run.nodes, placing) }
  const made = { settings, replicas: place(run.nodes, settings, []).replicas }
  placed.set(run, made)
  return made
}

function binOf(since_ms: number): number {
  if (since_ms < FIRST_BIN_MS) return 0
  return 1 + Math.floor(BINS_PER_OCTAVE * Math.log2(since_ms / FIRST_BIN_MS))
}

/** The times of a bin, in ms after the acknowledgement. */
export function binSpan_ms(bin: number): { from_ms: number; to_ms: number } {
  const edge = (number: number) => (number < 0 ? 0 : FIRST_BIN_MS * 2 ** (number / BINS_PER_OCTAVE))
  return { from_ms: edge(bin - 1), to_ms: edge(bin) }
}
