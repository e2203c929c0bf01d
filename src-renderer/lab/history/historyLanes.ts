import { rowsOf } from '../../../src-shared/charts/span-rows'
import type { ClientId } from '../../../src-shared/ids'
import type { OperationView } from './operationLog'

/** A stretch of run time, µs. */
export interface TimeRange {
  readonly from_us: number
  readonly to_us: number
}

/** An operation as a bar: in its client's lane, on a row of its own where it overlaps others of that client. */
export interface HistoryBar {
  readonly operation: OperationView
  readonly from_us: number
  /** The end of the stretch while it is open or unknown. */
  readonly to_us: number
  readonly row: number
}

export interface HistoryLane {
  readonly client: ClientId
  readonly rows: number
  readonly bars: readonly HistoryBar[]
}

/** One lane for each client with the operations that lie, at least in part, within the stretch; in the clients' order. */
export function historyLanes(
  operations: Iterable<OperationView>,
  clients: readonly ClientId[],
  { from_us, to_us }: TimeRange,
  bars_max: number
): { readonly lanes: readonly HistoryLane[]; readonly left_out: number } {
  const byClient = new Map<ClientId, OperationView[]>(clients.map((client) => [client, []]))
  let count = 0
  for (const operation of operations) {
    if (operation.invoked_t > to_us || endOf(operation, to_us) < from_us) continue
    if (++count <= bars_max) byClient.get(operation.client)?.push(operation)
  }
  const lanes = [...byClient].map(([client, own]) => laneOf(client, own, to_us))
  return { lanes, left_out: Math.max(0, count - bars_max) }
}

/** Rows that each lane gets of so many in all: one at least, and then in turn as long as a lane needs more. */
export function sharedRows(needed: readonly number[], rows_all: number): number[] {
  const given = needed.map((rows) => Math.min(1, rows))
  let left = rows_all - given.reduce((sum, rows) => sum + rows, 0)
  while (left > 0 && given.some((rows, i) => rows < needed[i]!)) {
    for (let i = 0; i < given.length && left > 0; i += 1) {
      if (given[i]! >= needed[i]!) continue
      given[i]! += 1
      left -= 1
    }
  }
  return given
}

/** Operations whose end nobody knows go on for ever. */
export function endOf({ outcome, ended_t }: OperationView, to_us: number): number {
  return outcome === 'unknown' || ended_t === null ? to_us : ended_t
}

function laneOf(client: ClientId, operations: OperationView[], to_us: number): HistoryLane {
  const spans = operations
    .sort((a, b) => a.invoked_t - b.invoked_t)
    .map((operation) => ({ operation, from_us: operation.invoked_t, to_us: endOf(operation, to_us) }))
  const { rows, places } = rowsOf(spans)
  return { client, rows, bars: spans.map((span, i) => ({ ...span, row: places[i]! })) }
}
