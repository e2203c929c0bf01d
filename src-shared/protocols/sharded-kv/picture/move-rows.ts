/** Moves as a list tells them: those under way with their figures, those that ended with why they were made. */
import { durationText } from '../../../charts/time-scale'
import type { RunFold } from '../../../folds/run'
import { counted } from '../../../text/counted'
import { copiedShare, keysOfMove, movesFold, rateBytesS, reachedUs, stageAt, stageText, timeLeftMs, windowSince } from '../moves'
import type { MovesFold, MoveStage, ShardMove } from '../moves'

/** Rows of each list: more cannot be followed. */
const OPEN_SHOWN = 12
const ENDED_SHOWN = 12

export interface OpenMove {
  readonly move: number
  readonly shard: number
  readonly from: string
  readonly to: string
  readonly reason: string
  readonly stage: MoveStage
  /** `62 % copied`. */
  readonly how_far: string
  /** Of its keys, that the target has. */
  readonly share: number
  /** `410 of 512 KiB/s`; null: nothing was sent yet. */
  readonly rate: string | null
  readonly time_left: string | null
  /** How long it has taken no writes; null: it takes them. */
  readonly read_only: string | null
}

export interface EndedMove {
  readonly move: number
  readonly shard: number
  readonly from: string
  readonly to: string
  readonly cancelled: boolean
  /** Why it moved, and what that took. */
  readonly why: string
}

export interface MoveRows {
  readonly open: readonly OpenMove[]
  readonly more_open: number
  /** The newest first. */
  readonly ended: readonly EndedMove[]
  readonly more_ended: number
}

export function moveRows(run: RunFold): MoveRows {
  const fold = movesFold.of(run)
  const open = [...(fold?.open.values() ?? [])].sort((a, b) => Number(isWaiting(a)) - Number(isWaiting(b)))
  const ended = newestEnded(fold)
  const ended_count = (fold?.moves.length ?? 0) - open.length
  return {
    open: open.slice(0, OPEN_SHOWN).map((move) => openMove(move, run.cluster.now_us)),
    more_open: Math.max(0, open.length - OPEN_SHOWN),
    ended,
    more_ended: ended_count - ended.length
  }
}

/** Its source sends nothing of it yet: those that go on are told of first. */
function isWaiting(move: ShardMove): boolean {
  return copiedShare(move) === 0 && reachedUs(move, 'catching-up') === null
}

function newestEnded(fold: MovesFold | null): EndedMove[] {
  if (fold === null) return []
  const all = fold.moves.toArray()
  const ended: EndedMove[] = []
  for (let at = all.length - 1; at >= 0 && ended.length < ENDED_SHOWN; at--)
    if (!fold.open.has(all[at]!.move)) ended.push(endedMove(all[at]!))
  return ended
}

function openMove(move: ShardMove, now_us: number): OpenMove {
  const stage = stageAt(move, now_us) ?? 'planned'
  const left_ms = timeLeftMs(move, now_us)
  const window = windowSince(move, 'read-only')
  return {
    move: move.move,
    shard: move.shard,
    from: move.from ?? '?',
    to: move.to ?? '?',
    reason: move.reason,
    stage,
    how_far: stageText(move, stage),
    share: stage === 'planned' || stage === 'copying' ? copiedShare(move) : 1,
    rate: rateText(move, now_us),
    time_left: left_ms === null || left_ms === 0 ? null : `${durationText(left_ms)} left`,
    read_only: window === null ? null : `no writes for ${durationText((now_us - window.from_us) / 1000)}`
  }
}

/** Beside what its source may send at most. */
function rateText(move: ShardMove, now_us: number): string | null {
  const rate = rateBytesS(move, now_us)
  if (rate === null) return null
  const limit = move.progress?.limit_bytes_s ?? 0
  return limit === 0 ? `${kibText(rate)} KiB/s, no throttle` : `${kibText(rate)} of ${kibText(limit)} KiB/s`
}

function kibText(bytes: number): string {
  const kib = bytes / 1024
  return kib.toLocaleString('en', { maximumFractionDigits: kib < 10 ? 1 : 0 })
}

function endedMove(move: ShardMove): EndedMove {
  const cancelled_us = reachedUs(move, 'cancelled')
  const [from, to] = [move.from ?? '?', move.to ?? '?']
  const ends_us = reachedUs(move, 'active') ?? cancelled_us ?? move.planned_us
  const took = durationText((ends_us - move.planned_us) / 1000)
  const why = move.reason === '' ? 'nobody alive knows why' : move.reason
  const cost =
    cancelled_us === null ? `${counted(keysOfMove(move), 'key')} in ${took}${windowText(move)}` : `cancelled after ${took}`
  return { move: move.move, shard: move.shard, from, to, cancelled: cancelled_us !== null, why: `${why}; ${cost}.` }
}

function windowText(move: ShardMove): string {
  const window = windowSince(move, 'read-only')
  if (window === null || window.to_us === null) return ''
  return `, ${durationText((window.to_us - window.from_us) / 1000)} of them without writes`
}
