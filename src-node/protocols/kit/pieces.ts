/** Something large is sent in pieces of bounded size, each answered before the next, so that heartbeats pass between them. */

/** How far a receiver is with the rows that it is sent. */
export interface PiecewiseTransfer {
  /** Rows that the receiver has confirmed. */
  offset: number
  /** Heartbeats since the piece at `offset` was sent; null: not sent yet. */
  waited: number | null
}

/** A piece unanswered for so many heartbeats is sent again. */
const HEARTBEATS_BEFORE_RESEND = 4

/** Whether the piece at the offset is to be sent now, which it then counts as. */
export function startPiece(transfer: PiecewiseTransfer): boolean {
  if (transfer.waited !== null && transfer.waited < HEARTBEATS_BEFORE_RESEND) return false
  transfer.waited = 0
  return true
}

/** A heartbeat has passed. */
export function countHeartbeat(transfer: PiecewiseTransfer | null): void {
  if (transfer !== null && transfer.waited !== null) transfer.waited++
}

/**
 * The receiver has answered the piece at `offset`: go on from where it is, which is further, or back where a restart took what it had.
 * What answers another piece is late.
 */
export function confirmPiece(transfer: PiecewiseTransfer, { offset, received }: PieceAnswer): void {
  if (offset !== transfer.offset) return
  transfer.offset = received
  transfer.waited = null
}

export interface PieceAnswer {
  /** Of the piece that it answers. */
  readonly offset: number
  /** Rows that the receiver holds. */
  readonly received: number
}

/** The piece that begins at `offset`: as many rows as fit, but one at least. */
export function pieceAt<Row>(rows: readonly Row[], offset: number, bytes_max: number, bytesOf: (row: Row) => number): Row[] {
  let end = offset
  for (let bytes = 0; end < rows.length; end++) {
    bytes += bytesOf(rows[end]!)
    if (bytes > bytes_max && end > offset) break
  }
  return rows.slice(offset, end)
}

/** Receiver: takes in the piece if it is the next. False: it came twice, late or out of order. */
export function takePiece<Row>(held: Row[], offset: number, rows: readonly Row[]): boolean {
  if (offset !== held.length) return false
  for (const row of rows) held.push(row)
  return true
}
