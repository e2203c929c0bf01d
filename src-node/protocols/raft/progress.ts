/**
 * What a leader knows of one follower's log (dissertation §10.2.1 and §3.5):
 *
 *               reply agrees                     entries compacted
 *     probe ───────────────────▶ replicate      probe ──▶ snapshot ──▶ probe
 *        ◀──────────────────────                    (install done)
 *         refusal, broken link
 *
 * probe: one AppendEntries at a time, to find where the logs agree. replicate: entries are sent ahead of the replies, up to
 * `max_inflight` messages. snapshot: the entries needed are gone; pieces of a snapshot are sent instead.
 */
import type { PiecewiseTransfer } from '../kit/pieces'
import type { SavedSnapshot } from './saved-snapshot'

export interface Progress {
  mode: 'probe' | 'replicate' | 'snapshot'
  /** The follower's log is known to agree up to here (matchIndex). Only grows. */
  match: number
  /** The next entry to send (nextIndex); always above `match`. */
  next: number
  /** probe: an AppendEntries with entries is unanswered. */
  paused: boolean
  /** replicate: last index of each unanswered AppendEntries, oldest first. */
  inflight: number[]
  /** snapshot: what is being sent. */
  transfer: Transfer | null
  /** Heard from since the last quorum check. */
  active: boolean
  /** By the leader's clock, when it last answered; null: not since this node leads. */
  answered_us: number | null
  /** The newest read round that the follower has confirmed, and the newest one sent to it. */
  round: number
  round_sent: number
  /** Of the disk that the follower answers from, as far as known. */
  generation: number
}

export interface Transfer extends PiecewiseTransfer {
  readonly snapshot: SavedSnapshot
}

/** A new leader assumes that all logs end like its own, and that all voters live (figure 2). */
export function newProgress(last: number): Progress {
  return {
    mode: 'probe',
    match: 0,
    next: last + 1,
    paused: false,
    inflight: [],
    transfer: null,
    active: true,
    answered_us: null,
    round: 0,
    round_sent: 0,
    generation: 0
  }
}

/**
 * Takes in which generation of its disk a follower answers from. With a new one, what it said before is void, and the leader begins anew.
 * False: the answer comes from a disk that the follower has no more.
 */
export function answersFrom(progress: Progress, generation: number, last: number): boolean {
  if (generation > progress.generation) Object.assign(progress, newProgress(last), { generation })
  return generation === progress.generation
}

/** The follower lives: it answered. */
export function answered(progress: Progress, now_us: number): void {
  progress.active = true
  progress.answered_us = now_us
}

/** Entries that were sent ahead and not acknowledged yet. */
export function entriesInFlight({ mode, match, next }: Progress): number {
  return mode === 'replicate' ? next - 1 - match : 0
}

/** Whether the follower counts towards quorums; see RaftState's generation. */
export function counts({ generation }: Progress): boolean {
  return generation === 0
}

export function becomeProbe(progress: Progress): void {
  const after_snapshot = progress.transfer?.snapshot.index ?? 0
  enter(progress, 'probe')
  progress.next = Math.max(progress.match, after_snapshot) + 1
}

export function becomeReplicate(progress: Progress): void {
  enter(progress, 'replicate')
  progress.next = progress.match + 1
}

export function becomeSnapshot(progress: Progress, snapshot: SavedSnapshot): void {
  enter(progress, 'snapshot')
  progress.transfer = { snapshot, offset: 0, waited: null }
}

function enter(progress: Progress, mode: Progress['mode']): void {
  progress.mode = mode
  progress.paused = false
  progress.inflight = []
  progress.transfer = null
}

/** Whether an AppendEntries with entries may be sent now. */
export function maySendEntries(progress: Progress, max_inflight: number): boolean {
  switch (progress.mode) {
    case 'probe':
      return !progress.paused
    case 'replicate':
      return progress.inflight.length < max_inflight
    case 'snapshot':
      return false
  }
}

/** Entries up to `last` were sent. */
export function sentEntries(progress: Progress, last: number): void {
  if (progress.mode === 'probe') {
    progress.paused = true
    return
  }
  progress.next = last + 1
  progress.inflight.push(last)
}

/** The follower agrees up to `index`. False if that was known. */
export function matched(progress: Progress, index: number): boolean {
  const { inflight } = progress
  while (inflight.length > 0 && inflight[0]! <= index) inflight.shift()
  progress.next = Math.max(progress.next, index + 1)
  if (index <= progress.match) return false
  progress.match = index
  return true
}

/**
 * The follower refused entries after `refused`; `next` is where the hint leads. False if the refusal is stale: it answers a message
 * from before the progress made since.
 */
export function refusedAfter(progress: Progress, refused: number, next: number): boolean {
  switch (progress.mode) {
    case 'snapshot':
      return false
    case 'replicate':
      // Something sent ahead was lost: go back to what is known.
      if (refused <= progress.match) return false
      becomeProbe(progress)
      return true
    case 'probe':
      if (refused !== progress.next - 1) return false
      progress.next = Math.max(progress.match + 1, Math.min(next, refused))
      progress.paused = false
      return true
  }
}
