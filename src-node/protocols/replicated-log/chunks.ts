/** Something large is sent in pieces of bounded size, so that heartbeats pass between them. */

/** Where the piece ends that begins at `offset`: as many rows as fit, but one at least. */
export function endOfPiece<Row>(rows: readonly Row[], offset: number, bytes_max: number, bytesOf: (row: Row) => number): number {
  let end = offset
  for (let bytes = 0; end < rows.length; end++) {
    bytes += bytesOf(rows[end]!)
    if (bytes > bytes_max && end > offset) break
  }
  return end
}
