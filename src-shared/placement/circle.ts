import { POINTS_MAX } from './ring-points'
import type { Arc, Member, MemberId } from './placement'

/** Above any member's place in the list: as many members as there may be points. */
const HOLDERS = POINTS_MAX

/**
 * Points of members on a circle of hashes. A hash belongs to the first point at or behind it, around the end of the circle
 * (Karger et al. 1997). Where two members have a point in common, the one listed first has it.
 */
export class Circle {
  private constructor(
    private readonly members: readonly Member[],
    private readonly hashes: number,
    /** Ascending. */
    private readonly points: ArrayLike<number>,
    /** By point: the member's place in the list. */
    private readonly holders: ArrayLike<number>
  ) {}

  /** From the points of every member, in any order. */
  static fromPoints(members: readonly Member[], hashes: number, points: readonly ArrayLike<number>[]): Circle {
    // Point and holder in one number, 52 bits at most: typed arrays sort numbers quickly, and equal points by holder.
    const packed = new Float64Array(points.reduce((sum, { length }) => sum + length, 0))
    let next = 0
    points.forEach((own, holder) => {
      for (let i = 0; i < own.length; i++) packed[next++] = own[i]! * HOLDERS + holder
    })
    packed.sort()
    const sorted = Uint32Array.from(packed, (both) => Math.floor(both / HOLDERS))
    const holders = Uint32Array.from(packed, (both) => both % HOLDERS)
    return new Circle(members, hashes, sorted, holders)
  }

  /** From arcs that end at these points, ascending, and the holder of each. */
  static fromTable(members: readonly Member[], hashes: number, points: ArrayLike<number>, holders: ArrayLike<number>): Circle {
    return new Circle(members, hashes, points, holders)
  }

  /** The point a hash belongs to. */
  pointAt(hash: number): number {
    return this.points[this.find(hash)]!
  }

  /** Distinct members, clockwise from the point that the hash belongs to. */
  *membersFrom(hash: number): Generator<MemberId, void> {
    const first = this.find(hash)
    const { length } = this.points
    const seen = new Set<number>()
    for (let i = 0; i < length && seen.size < this.members.length; i++) {
      const holder = this.holders[(first + i) % length]!
      if (seen.has(holder)) continue
      seen.add(holder)
      yield this.members[holder]!.id
    }
  }

  /** From hash 0 upwards; the arc of the lowest point is two, as it reaches around the end. */
  arcs(): Arc[] {
    const arcs: Arc[] = []
    const cut = (to: number, holder: number): void => {
      const from = arcs.at(-1)?.to ?? 0
      if (from < to) arcs.push({ from, to, owner: this.members[holder]!.id })
    }
    for (let i = 0; i < this.points.length; i++) cut(this.points[i]! + 1, this.holders[i]!)
    cut(this.hashes, this.holders[0]!)
    return arcs
  }

  /** Place of the first point at or behind the hash. */
  private find(hash: number): number {
    let low = 0
    let high = this.points.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.points[middle]! < hash) low = middle + 1
      else high = middle
    }
    return low === this.points.length ? 0 : low
  }
}
