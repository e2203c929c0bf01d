import type { NodeId } from '../../../src-shared/ids'
import type { Updates } from '../../../src-shared/protocols/numbered-updates/facts'
import type { Vector } from './origins'
import { countOf, joinVectors, nameOfOrigin } from './origins'

/** Numbers remembered of one origin beyond those told without a gap. */
const BEYOND_MAX = 32_768

/** Which updates of each origin somebody has told of by number: of the others nobody knows which operations they carry. */
export class ReportedUpdates {
  /** All up to this one, but for what is forgotten. */
  private readonly up_to = new Map<string, number>()
  /** Up to this one it is not known any more which were told. */
  private readonly forgotten = new Map<string, number>()
  private readonly beyond = new Map<string, Set<number>>()
  /** How many of each origin's somebody has said to have. */
  private known: Vector = []

  constructor(private readonly nodes: readonly NodeId[]) {}

  observe({ data: { updates, seen } }: Updates): void {
    for (const { origin, n } of updates) this.add(origin, n)
    if (seen.some((count, origin) => count > countOf(this.known, origin))) this.known = joinVectors(this.known, seen)
  }

  /** What exists by now: whatever is made later has a greater number. */
  get so_far(): Vector {
    return this.known
  }

  /** Whether there may be updates in `seen` that are newer than `since` and that nobody has told of. */
  lacks(since: Vector, seen: Vector): boolean {
    return seen.some((count, origin) => {
      const name = nameOfOrigin(origin, this.nodes)
      if (countOf(since, origin) < Math.min(count, this.forgotten.get(name) ?? 0)) return true
      const beyond = this.beyond.get(name)
      const first = Math.max(this.up_to.get(name) ?? 0, countOf(since, origin)) + 1
      for (let n = first; n <= count; n++) if (!beyond?.has(n)) return true
      return false
    })
  }

  private add(origin: string, n: number): void {
    let up_to = this.up_to.get(origin) ?? 0
    if (n <= up_to) return
    const beyond = this.beyond.get(origin) ?? new Set()
    beyond.add(n)
    if (beyond.size > BEYOND_MAX) {
      up_to = Math.min(...beyond) - 1
      this.forgotten.set(origin, up_to)
    }
    while (beyond.delete(up_to + 1)) up_to++
    this.up_to.set(origin, up_to)
    this.beyond.set(origin, beyond)
  }
}
