/** The way of each shard from one group to another. */
import type { LabEvent } from '../../events'
import { durationText } from '../../charts/time-scale'
import { declareFold } from '../../folds/declared'
import { Ring } from '../../folds/ring'
import type { Table } from '../../folds/table'
import { toMilliseconds, toSeconds } from '../../folds/table'
import type { Span } from '../../folds/time-buckets'
import type { FaultEffect } from '../../result'
import type { MoveStepName } from './facts'
import { MovePlanned, MoveProgress, MoveStep, ShardServing } from './facts'

/** How far a move is: its newest step, those apart that say that it waits. */
export type MoveStage = 'planned' | Exclude<MoveStepName, 'paused' | 'resumed'>

export interface Progress {
  readonly t_us: number
  readonly keys: number
  readonly bytes: number
  readonly of_keys: number
  readonly of_bytes: number
  /** What its source may send; 0: as fast as it can. */
  readonly limit_bytes_s: number
}

export interface ShardMove {
  readonly move: number
  readonly shard: number
  /** Null until somebody tells of it: whoever planned it died before it did. */
  from: string | null
  to: string | null
  reason: string
  readonly planned_us: number
  /** Each stage with when it was first told, in this order. */
  readonly stages: { readonly stage: MoveStage; readonly t_us: number }[]
  progress: Progress | null
  /** Of the shard when its new owner began to serve it; null: it does not yet. */
  arrived_keys: number | null
  /** An operator has it wait. */
  paused: boolean
  /** Which of its source's moves at the same time it is, from 0. */
  lane: number
}

export interface MovesFold {
  readonly moves: Ring<ShardMove>
  /** Those of {@link moves}, by their numbers. */
  readonly known: Map<number, ShardMove>
  /** Those whose shard is not at its new owner yet. */
  readonly open: Map<number, ShardMove>
  /** When shards changed hands, the newest of them. */
  readonly cutovers_us: Ring<number>
}

const MOVES_MAX = 20_000
const CUTOVERS_MAX = 10_000
/** Shards that move so soon after each other move at one time. */
const PAUSE_US = 500_000
/** A shard that takes no writes for longer is worth a word. */
const WINDOW_LONG_US = 250_000

export const movesFold = declareFold<MovesFold>({
  create: () => ({ moves: new Ring(MOVES_MAX), known: new Map(), open: new Map(), cutovers_us: new Ring(CUTOVERS_MAX) }),
  reads: [MovePlanned.name, MoveStep.name, MoveProgress.name, ShardServing.name],
  observe: foldMoves,
  ticks: { title: 'cutover', titles: 'cutovers', times_us: ({ cutovers_us }) => cutovers_us.toArray() },
  work: { title: 'shards move', spans: movingSpans },
  effects: windowEffects,
  tables: (fold) => [movesTable(fold)]
})

function foldMoves(fold: MovesFold, event: LabEvent): void {
  if (event.kind !== 'fact') return
  if (MovePlanned.is(event)) foldPlanned(fold, event)
  else if (MoveStep.is(event)) foldStep(fold, event)
  else if (MoveProgress.is(event)) foldProgress(fold, event)
  else if (ShardServing.is(event)) foldServing(fold, event)
}

function foldPlanned(fold: MovesFold, { t, data }: MovePlanned): void {
  const { move, shard, from, to, reason } = data
  const found = moveOf(fold, move, shard, t)
  if (found.from === null) Object.assign(found, { from, to, reason, lane: freeLane(fold, from) })
}

function foldStep(fold: MovesFold, { t, data }: MoveStep): void {
  const { move, shard, step } = data
  const found = moveOf(fold, move, shard, t)
  if (step === 'paused' || step === 'resumed') {
    found.paused = step === 'paused'
    return
  }
  if (found.stages.some(({ stage }) => stage === step)) return
  found.stages.push({ stage: step, t_us: t })
  if (step === 'active') fold.cutovers_us.push(t)
  if (step === 'active' || step === 'cancelled') fold.open.delete(move)
}

function foldProgress(fold: MovesFold, { t, data }: MoveProgress): void {
  const { move, shard, keys, bytes, of_keys, of_bytes, limit_bytes_s } = data
  moveOf(fold, move, shard, t).progress = { t_us: t, keys, bytes, of_keys, of_bytes, limit_bytes_s }
}

/** Each copy of the group tells it, with the same keys. */
function foldServing({ known }: MovesFold, { data: { epoch, keys } }: ShardServing): void {
  const move = known.get(epoch)
  if (move) move.arrived_keys ??= keys
}

function moveOf(fold: MovesFold, move: number, shard: number, t: number): ShardMove {
  const known = fold.known.get(move)
  if (known !== undefined) return known
  const created: ShardMove = {
    move,
    shard,
    from: null,
    to: null,
    reason: '',
    planned_us: t,
    stages: [{ stage: 'planned', t_us: t }],
    progress: null,
    arrived_keys: null,
    paused: false,
    lane: 0
  }
  fold.known.set(move, created)
  fold.open.set(move, created)
  const lost = fold.moves.push(created)
  if (lost !== undefined) {
    fold.known.delete(lost.move)
    fold.open.delete(lost.move)
  }
  return created
}

function freeLane({ open }: MovesFold, from: string): number {
  const taken = new Set([...open.values()].filter((move) => move.from === from).map(({ lane }) => lane))
  let lane = 0
  while (taken.has(lane)) lane++
  return lane
}

/** Where the move stood at this moment; null: it was not planned yet. */
export function stageAt({ stages }: ShardMove, t_us: number): MoveStage | null {
  let newest: MoveStage | null = null
  for (const { stage, t_us: since_us } of stages) if (since_us <= t_us) newest = stage
  return newest
}

/** When it came to this stage; null: it has not. */
export function reachedUs({ stages }: ShardMove, stage: MoveStage): number | null {
  return stages.find((one) => one.stage === stage)?.t_us ?? null
}

/** From this stage until the shard was served by its new owner, or stayed; `to_us` is null while that lasts. Null: it has not come to it. */
export function windowSince(
  move: ShardMove,
  stage: 'read-only' | 'handed-over'
): { readonly from_us: number; readonly to_us: number | null } | null {
  const from_us = reachedUs(move, stage)
  return from_us === null ? null : { from_us, to_us: reachedUs(move, 'active') ?? reachedUs(move, 'cancelled') }
}

/** The part of its keys that the target has, from 0 to 1. */
export function copiedShare({ progress }: ShardMove): number {
  if (progress === null) return 0
  return progress.of_keys === 0 ? 1 : Math.min(1, progress.keys / progress.of_keys)
}

/** Keys that it has brought to the target, as well as they are known. */
export function keysOfMove({ arrived_keys, progress }: ShardMove): number {
  return arrived_keys ?? progress?.keys ?? 0
}

/** What the source has sent a second since it began, pauses between its parts included; null: nothing yet. */
export function rateBytesS(move: ShardMove, now_us: number): number | null {
  const since_us = reachedUs(move, 'copying')
  const { progress, stages } = move
  if (progress === null || since_us === null) return null
  const until_us = stages.at(-1)!.stage === 'copying' ? Math.max(now_us, progress.t_us) : progress.t_us
  if (until_us <= since_us || progress.bytes === 0) return null
  return progress.bytes / ((until_us - since_us) / 1e6)
}

/** How long the rest takes at that rate; null: nobody can tell. */
export function timeLeftMs(move: ShardMove, now_us: number): number | null {
  const rate_bytes_s = rateBytesS(move, now_us)
  if (rate_bytes_s === null || move.paused) return null
  const { bytes, of_bytes } = move.progress!
  return (Math.max(0, of_bytes - bytes) / rate_bytes_s) * 1000
}

/** `62 % copied`, `waits for its turn`, `takes no writes`. */
export function stageText(move: ShardMove, stage: MoveStage): string {
  const text = stage === 'copying' ? copyingText(move) : STAGE_TEXTS[stage]
  return move.paused && stage !== 'active' && stage !== 'cleaned-up' ? `${text}, paused` : text
}

/** Other moves of its source may go first: the throttle is for all of them together. */
function copyingText(move: ShardMove): string {
  return move.progress === null ? 'waits for its turn' : `${Math.round(copiedShare(move) * 100)} % copied`
}

const STAGE_TEXTS: Readonly<Record<Exclude<MoveStage, 'copying'>, string>> = {
  planned: 'waits to begin',
  'catching-up': 'catches up',
  'read-only': 'takes no writes',
  'handed-over': 'handed over',
  active: 'moved',
  'cleaned-up': 'moved',
  cancelled: 'cancelled'
}

/** When any shard is on its way. */
function movingSpans({ moves }: MovesFold): { start_us: number; end_us: number | null }[] {
  const united: { start_us: number; end_us: number | null }[] = []
  for (const move of moves) {
    const end_us = reachedUs(move, 'active') ?? reachedUs(move, 'cancelled')
    const last = united.at(-1)
    if (last === undefined || (last.end_us !== null && last.end_us + PAUSE_US < move.planned_us))
      united.push({ start_us: move.planned_us, end_us })
    else if (last.end_us !== null) last.end_us = end_us === null ? null : Math.max(last.end_us, end_us)
  }
  return united
}

function windowEffects({ moves }: MovesFold, from_us: number, until_us: number): FaultEffect[] {
  const value = longestStageUs(moves, 'read-only', { from_us, to_us: until_us }) / 1000
  const text = value * 1000 >= WINDOW_LONG_US ? { text: `a shard without writes for ${durationText(value)}` } : {}
  return [{ name: 'read_only_ms', title: 'longest without writes to a shard', unit: 'ms', value, ...text }]
}

/** The longest time within the span from this stage of a move until its shard was served without limits. */
export function longestStageUs(moves: Iterable<ShardMove>, stage: 'read-only' | 'handed-over', { from_us, to_us }: Span): number {
  let longest = 0
  for (const move of moves) {
    const window = windowSince(move, stage)
    if (window !== null) longest = Math.max(longest, Math.min(window.to_us ?? to_us, to_us) - Math.max(window.from_us, from_us))
  }
  return longest
}

function movesTable({ moves }: MovesFold): Table {
  return {
    name: 'shard-moves',
    title: 'Moves of shards: from whom to whom and why, when each stage began, and how long they took no writes',
    columns: [
      'move',
      'shard',
      'from',
      'to',
      'reason',
      ...STAGE_COLUMNS.map(([, column]) => column),
      'keys',
      'bytes',
      'read_only_ms'
    ],
    *rows() {
      for (const move of moves) {
        const { shard, from, to, reason, progress } = move
        const window = windowSince(move, 'read-only')
        const length_us = window === null || window.to_us === null ? undefined : window.to_us - window.from_us
        yield [
          move.move,
          shard,
          from,
          to,
          reason,
          ...STAGE_COLUMNS.map(([stage]) => toSeconds(reachedUs(move, stage))),
          progress?.keys ?? null,
          progress?.bytes ?? null,
          toMilliseconds(length_us)
        ]
      }
    }
  }
}

const STAGE_COLUMNS = [
  ['planned', 'planned_s'],
  ['copying', 'copying_s'],
  ['catching-up', 'catching_up_s'],
  ['read-only', 'read_only_s'],
  ['handed-over', 'handed_over_s'],
  ['active', 'active_s'],
  ['cleaned-up', 'cleaned_up_s'],
  ['cancelled', 'cancelled_s']
] as const
