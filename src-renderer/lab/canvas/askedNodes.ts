import type { OperationsFold } from '../../../src-shared/folds/operations'
import type { ClientId, EndpointId, NodeId } from '../../../src-shared/ids'
import type { Point } from './geometry'

/** A line from a client, or from the chip of all of them, to a node that is asked. */
export interface AskLine {
  readonly key: string
  readonly from: Point
  readonly to: NodeId
  /** Of the clients that the line's beginning stands for, 0 to 1. */
  readonly share: number
}

/** To whom each client sent its newest request. `places`: of chips; `all`: of the chip that stands for the clients in `collapsed`. */
export function askLines(
  { asked }: Pick<OperationsFold, 'asked'>,
  places: ReadonlyMap<EndpointId, Point>,
  all: { readonly clients: readonly ClientId[]; readonly place: Point } | null
): AskLine[] {
  const lines: AskLine[] = []
  for (const [client, node] of asked) {
    const from = places.get(client)
    if (from) lines.push({ key: client, from, to: node, share: 1 })
  }
  if (all === null) return lines
  const counts = new Map<NodeId, number>()
  for (const client of all.clients) {
    const node = asked.get(client)
    if (node !== undefined && !places.has(client)) counts.set(node, (counts.get(node) ?? 0) + 1)
  }
  for (const [node, count] of counts)
    lines.push({ key: `all ${node}`, from: all.place, to: node, share: count / all.clients.length })
  return lines
}
