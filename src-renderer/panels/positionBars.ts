import type { PeerPosition } from '../../src-shared/panels/pictures'

/** Of a track, in percent. */
export interface PositionBar {
  readonly peer: PeerPosition
  readonly acknowledged: number
  /** Behind what is acknowledged. */
  readonly in_flight: number
}

/** Entries before the end of the log that a track shows at least, so that one entry more or less is a small step. */
const SPAN_MIN = 20
/** Of the track, before the follower that is farthest behind. */
const MARGIN = 0.15

/** Tracks of one scale that end where the log does: from before whoever is farthest behind. */
export function positionBars(peers: readonly PeerPosition[]): { readonly from: number; readonly bars: readonly PositionBar[] } {
  const end = Math.max(0, ...peers.map((peer) => peer.end))
  const behind = end - Math.min(end, ...peers.map(({ acknowledged }) => acknowledged))
  const span = Math.max(SPAN_MIN, Math.ceil(behind / (1 - MARGIN)))
  const from = Math.max(0, end - span)
  const percent = (entries: number) => Math.max(0, Math.min(100, (entries / Math.max(1, end - from)) * 100))
  const bars = peers.map((peer) => ({
    peer,
    acknowledged: percent(peer.acknowledged - from),
    in_flight: percent(peer.sent - peer.acknowledged)
  }))
  return { from, bars }
}
