/** What a partition did to clients: for each side of it, who was answered, who was not, and what the side stored meanwhile. */
import type { EventOf, LabEvent } from '../events'
import type { NodeId } from '../ids'
import type { Operation } from '../operations'
import { isWrite } from '../operations'
import { Apply, LogTruncate } from '../protocols/replicated-log/facts'
import { createPositionsFold, farthest, foldPositions, positionOf } from '../protocols/replicated-log/positions'
import type { PositionsFold } from '../protocols/replicated-log/positions'
import { Blocking } from './blocking'
import { isUp } from './cluster-reach'
import type { ContentsFold } from './contents'
import { contentsAgree, createContentsFold, foldContents } from './contents'
import type { SurvivingWrites } from './surviving-writes'
import { createSurvivingWrites, recordRead, recordWrite } from './surviving-writes'
import { operationKey } from './operations'
import type { PartitionStep } from './partition'
import type { Quorum } from './reachability'
import { quorumOf } from './reachability'
import type { RunFold } from './run'

/** What partitions are told from. */
export type SplitSource = Pick<RunFold, 'cluster' | 'partition'>

/** Reads or writes that a side was asked for. */
export interface Answers {
  answered: number
  /** Certainly not applied. */
  errors: number
  /** The client never learned. */
  unknown: number
  /** Answered only when the partition was over. */
  late: number
}

/** Nodes that could reach the same nodes during a partition. */
export interface Side {
  readonly nodes: readonly NodeId[]
  /** Whether they have a quorum; null where the protocol asks none. */
  readonly quorum: Quorum
  /** They reach more than half of the cluster's nodes. */
  readonly majority: boolean
  readonly reads: Answers
  readonly writes: Answers
  /** Time in which this side was asked to write and did not manage to. */
  readonly blocking: Blocking
  /** Log truncations by its nodes after the partition: their logs had diverged. */
  truncations: number
}

/** A stretch of time in which running nodes could not reach each other, with the same sides throughout. */
export interface Split {
  readonly start_us: number
  /** null: to the end of the run. */
  end_us: number | null
  readonly sides: readonly Side[]
  /** Log positions at which nodes applied different entries while it lasted; while it does, how many there were before it. */
  conflicts: number
  /**
   * When all running nodes had applied everything that any node had applied before the split ended (without a log: had equal
   * contents), µs; null: never, or the protocol reports no contents. never, or they do not tell what they keep.
   */
  converged_us: number | null
  /** The highest log position that a node had applied by its end. */
  applied: number
  /** A node reaches both sides (bridge): their writes need not have diverged. */
  readonly bridged: boolean
  /** What became of the writes that its sides acknowledged. */
  readonly writes: SurvivingWrites
  /** Acknowledged writes that the protocol gave up from its beginning on, before another partition began. */
  lost: number
}

interface PendingOperation {
  readonly operation: Operation
  readonly t: number
  node: NodeId | null
  split: Split | null
}

export interface SplitsFold {
  /** In the order in which they began. */
  readonly splits: Split[]
  /** Number of splits seen; only the first SPLITS_MAX are kept. */
  total: number
  current: Split | null
  step: PartitionStep | null
  /** Operations without an outcome yet, by `client:op`. */
  readonly open: Map<string, PendingOperation>
  readonly contents: ContentsFold
  readonly positions: PositionsFold
}

/** Shorter splits are transients while the links change one by one: a partition is not applied at one instant. */
const TRANSITION_US = 10_000
const SPLITS_MAX = 256
const OPEN_MAX = 262_144

export function createSplitsFold(): SplitsFold {
  return {
    splits: [],
    total: 0,
    current: null,
    step: null,
    open: new Map(),
    contents: createContentsFold(),
    positions: createPositionsFold()
  }
}

/** The longest ones, transitions left out, in the order in which they began. */
export function longestSplits({ splits }: SplitsFold, run: SplitSource, most: number): Split[] {
  const length_us = ({ start_us, end_us }: Split): number => (end_us ?? run.cluster.now_us) - start_us
  return splits
    .filter((split) => length_us(split) >= TRANSITION_US)
    .sort((a, b) => length_us(b) - length_us(a))
    .slice(0, most)
    .sort((a, b) => a.start_us - b.start_us)
}

/** Call after the run's other folds have seen the event. `conflicts`: log positions that differ between nodes so far. */
export function foldSplits(fold: SplitsFold, event: LabEvent, run: SplitSource, conflicts: number): void {
  const step = run.partition.steps.at(-1) ?? null
  foldContents(fold.contents, event)
  foldPositions(fold.positions, event, run.cluster)
  if (step !== fold.step) startSplit(fold, step, run, conflicts)
  switch (event.kind) {
    case 'invoke': {
      fold.open.set(operationKey(event), { operation: event.operation, t: event.t, node: null, split: fold.current })
      if (fold.open.size > OPEN_MAX) fold.open.delete(fold.open.keys().next().value!)
      return
    }
    case 'attempt':
      return foldAttempt(fold, event)
    case 'ok':
    case 'fail':
    case 'info':
      return foldOutcome(fold, event)
    case 'writes-lost': {
      const split = fold.current ?? fold.splits.at(-1)
      if (split) split.lost += event.operations.length
      return
    }
    case 'fact':
      return foldLogFact(fold, event, run)
    case 'contents':
      return foldConvergence(fold, event.t, run)
    default:
  }
}

function foldLogFact(fold: SplitsFold, event: EventOf<'fact'>, run: SplitSource): void {
  if (Apply.is(event)) return foldConvergence(fold, event.t, run)
  if (!LogTruncate.is(event) || fold.current !== null) return
  const side = sideOf(fold.splits.at(-1), event.node)
  if (side) side.truncations += 1
}

function startSplit(fold: SplitsFold, step: PartitionStep | null, run: SplitSource, conflicts: number): void {
  fold.step = step
  const sides = step === null ? [] : sidesOf(step, run.cluster.nodes.size)
  const { current } = fold
  if (current !== null && namesOf(current.sides) === namesOf(sides)) return
  const t_us = step?.t_us ?? 0
  if (current !== null) {
    current.end_us = Math.max(current.start_us, t_us)
    current.conflicts = conflicts - current.conflicts
    current.applied = farthest(fold.positions, 'applied')
    if (haveConverged(fold, current, run)) current.converged_us = current.end_us
    for (const { blocking } of current.sides) blocking.close(current.end_us)
  }
  const bridged = step !== null && step.groups.length !== sides.length
  const writes = createSurvivingWrites(sides.length)
  const initial = { end_us: null, converged_us: null, applied: 0, lost: 0 }
  fold.current = sides.length < 2 ? null : { start_us: t_us, sides, conflicts, bridged, writes, ...initial }
  if (fold.current === null) return
  fold.total += 1
  if (fold.splits.length < SPLITS_MAX) fold.splits.push(fold.current)
}

/** Running nodes that reach the same nodes stand on one side; groups may overlap, sides do not. */
function sidesOf(step: PartitionStep, cluster_size: number): Side[] {
  const sides = new Map<string, Pick<Side, 'quorum' | 'majority'> & { nodes: NodeId[] }>()
  for (const node of new Set(step.groups.flatMap((group) => group.nodes))) {
    const own = step.groups.filter((group) => group.nodes.includes(node))
    const key = own.map((group) => group.nodes.join()).join(';')
    const is_majority = own.some(({ nodes }) => nodes.length * 2 > cluster_size)
    const side = sides.get(key) ?? { nodes: [], quorum: quorumOf(own), majority: is_majority }
    side.nodes.push(node)
    sides.set(key, side)
  }
  const none = (): Answers => ({ answered: 0, errors: 0, unknown: 0, late: 0 })
  return [...sides.values()].map((side) => ({
    ...side,
    reads: none(),
    writes: none(),
    blocking: new Blocking(),
    truncations: 0
  }))
}

function namesOf(sides: readonly Side[]): string {
  return sides.map(({ nodes }) => nodes.join(' ')).join('|')
}

function sideOf(split: Split | null | undefined, node: NodeId | null): Side | null {
  return split?.sides.find(({ nodes }) => node !== null && nodes.includes(node)) ?? null
}

/** An operation counts for the side that it asked last while the partition was on. */
function foldAttempt(fold: SplitsFold, event: EventOf<'attempt'>): void {
  const asked = fold.open.get(operationKey(event))
  if (asked === undefined) return
  if (fold.current === null && asked.split !== null) return
  asked.split = fold.current
  asked.node = event.node
  if (isWrite(asked.operation)) sideOf(asked.split, asked.node)?.blocking.ask(event.t)
}

function foldOutcome(fold: SplitsFold, event: EventOf<'ok' | 'fail' | 'info'>): void {
  const key = operationKey(event)
  const asked = fold.open.get(key)
  fold.open.delete(key)
  if (asked === undefined) return
  // Sent before the partition, and still without an answer: the partition's as well.
  const split = asked.split ?? fold.current
  const write = isWrite(asked.operation)
  if (event.kind === 'ok' && !write) fold.splits.forEach((one) => recordRead(one, asked, event.result))
  // Several may have been asked, and the first of them answer.
  const side = sideOf(split, 'node' in event ? event.node : asked.node)
  if (split === null || side === null) return
  const answers = write ? side.writes : side.reads
  const late = split.end_us !== null && event.t > split.end_us
  if (event.kind === 'fail') answers.errors += 1
  else if (event.kind === 'info') answers.unknown += 1
  else if (late) answers.late += 1
  else answers.answered += 1
  if (event.kind !== 'ok' || !write || late) return
  side.blocking.close(event.t)
  recordWrite(split, split.sides.indexOf(side), asked.operation)
}

function foldConvergence(fold: SplitsFold, t_us: number, run: SplitSource): void {
  const last = fold.splits.at(-1)
  if (fold.current !== null || last === undefined || last.converged_us !== null) return
  if (haveConverged(fold, last, run)) last.converged_us = Math.max(last.end_us!, t_us)
}

function haveConverged({ contents, positions }: SplitsFold, { applied: target }: Split, { cluster }: SplitSource): boolean {
  const up = [...cluster.nodes.values()].filter(({ id }) => isUp(cluster, id))
  if (target === 0)
    return (
      contentsAgree(
        contents,
        up.map(({ id }) => id)
      ) === true
    )
  return up.every(({ id }) => positionOf(positions, id).applied >= target)
}
