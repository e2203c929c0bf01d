/** What nodes say to each other. Every message carries the hybrid time at which it was sent. */
import { hybridText } from '../../../src-shared/causality/hybrid-clock'
import type { HybridTime } from '../../../src-shared/causality/hybrid-clock'
import type { Vector } from '../numbered-updates/origins'

/** One write, as the node that took it in stamped it. */
export type Version = {
  /** That node, with the generation of its disk. */
  readonly origin: number
  /** The n-th that it took in, from 1. */
  readonly n: number
  readonly key: string
  /** null: deleted. */
  readonly value: string | null
  /** Who asked, as `client:op`. */
  readonly operation: string
  readonly stamp: HybridTime
  /** What its node had when it took it in: for counting what concurrent writes overwrite, and no decision depends on it. */
  readonly seen: Vector
}

/** All that the origin took in after the `after`-th and up to the `upto`-th, but for what nobody can ask for any more. */
export type VersionRange = {
  readonly origin: number
  readonly after: number
  readonly upto: number
  readonly versions: readonly Version[]
  /** What comes after `upto` is stamped above this. */
  readonly closed: HybridTime
  /** Snapshots before it can no longer be read: versions below it may be missing. */
  readonly horizon_us: number
}

export interface Versions extends VersionRange {
  readonly type: 'versions'
  readonly sent_at: HybridTime
}

/** The sender has so many versions of each origin on its disk. */
export interface Have {
  readonly type: 'have'
  readonly seen: Vector
  readonly sent_at: HybridTime
}

export type HlcMessage = Versions | Have

/** One line for logs, transcripts and the screen. */
export function describeMessage(message: HlcMessage): string {
  const at = `at ${hybridText(message.sent_at)}`
  if (message.type === 'have') return `have [${message.seen.join(',')}] ${at}`
  const { origin, after, upto, versions, closed } = message
  const named = versions.map(({ n, key, stamp }) => `${n} ${key} ${hybridText(stamp)}`).join(', ')
  return `versions ${origin + 1}:${after}–${upto} ${named ? `(${named}) ` : ''}closed ${hybridText(closed)} ${at}`
}
