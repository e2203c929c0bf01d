/** Which nodes speak for the source of a move, and for its target. */
import type { LabEvent } from '../../../../src-shared/events'
import type { NodeId } from '../../../../src-shared/ids'
import { MapPublished, MovePlanned } from '../../../../src-shared/protocols/sharded-kv/facts'
import { setBounded } from '../../kit/bounded'

/** Moves remembered. */
const MOVES_MAX = 10_000

/** What {@link MoveParties} must be told of. */
export const PARTIES_READS: readonly string[] = [MapPublished.name, MovePlanned.name]

export class MoveParties {
  private readonly moves = new Map<number, Pick<MovePlanned['data'], 'from' | 'to'>>()
  private readonly groups = new Map<string, readonly NodeId[]>()

  observe(event: LabEvent): void {
    if (MovePlanned.is(event)) setBounded(this.moves, event.data.move, event.data, MOVES_MAX)
    else if (MapPublished.is(event)) for (const { name, nodes } of event.data.groups) this.groups.set(name, nodes)
  }

  /** Null: whoever planned the move has not told of it. */
  nodesOf(move: number, party: 'from' | 'to'): readonly NodeId[] | null {
    const group = this.moves.get(move)?.[party]
    return (group !== undefined && this.groups.get(group)) || null
  }
}
