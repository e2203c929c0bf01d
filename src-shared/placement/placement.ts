/** Which member keeps which key: what all strategies of placement have in common. */

/** A node, a shard or a group of replicas: whatever keys are placed on. */
export type MemberId = string

export interface Member {
  readonly id: MemberId
  /** Its part of the load beside the others' (default 1). */
  readonly weight?: number
  readonly region?: string
}

/** Pure and immutable: another list of members is another placement. */
export interface Placement {
  readonly name: string
  readonly members: readonly Member[]
  owner(key: string): MemberId
  /** The key's preference list: so many distinct members, the owner first; all of them when there are fewer. */
  owners(key: string, count: number): MemberId[]
  /** One sentence: why the key lies where it does, with the numbers that decide it. */
  explain(key: string): string
}

/** The hashes from `from` up to but not including `to`. */
export interface Arc {
  readonly from: number
  readonly to: number
  readonly owner: MemberId
}

/** A placement that cuts the hashes 0 … `hashes` − 1, seen as a circle, into arcs. */
export interface ArcPlacement extends Placement {
  readonly hashes: number
  hashOf(key: string): number
  /** The preference list of the keys with this hash. */
  ownersAt(hash: number, count: number): MemberId[]
  /** All arcs from hash 0 upwards, without gap or overlap. */
  arcs(): Arc[]
}

/** What sets one placement by arcs apart from another. */
interface ArcStrategy extends Pick<ArcPlacement, 'name' | 'members' | 'hashes' | 'hashOf' | 'arcs' | 'explain'> {
  /** Distinct members in the order in which keys with this hash prefer them. */
  membersFrom(hash: number): Iterable<MemberId>
}

export function placeByArcs({ membersFrom, ...rest }: ArcStrategy): ArcPlacement {
  const ownersAt = (hash: number, count: number): MemberId[] => take(membersFrom(hash), count)
  return {
    ...rest,
    ownersAt,
    owner: (key) => ownersAt(rest.hashOf(key), 1)[0]!,
    owners: (key, count) => ownersAt(rest.hashOf(key), count)
  }
}

function take<T>(items: Iterable<T>, count: number): T[] {
  const taken: T[] = []
  if (count < 1) return taken
  for (const item of items) if (taken.push(item) === count) break
  return taken
}

/** The member at a place of the list and those behind it, around its end: a preference list where no hash orders the others. */
export function membersBehind(members: readonly Member[], place: number, count: number): MemberId[] {
  const length = Math.max(0, Math.min(count, members.length))
  return Array.from({ length }, (_, i) => members[(place + i) % members.length]!.id)
}

/** Refuses lists that no placement can be built from. */
export function checkMembers(members: readonly Member[]): void {
  if (members.length === 0) throw new RangeError('A placement needs at least one member.')
  const seen = new Set<MemberId>()
  for (const { id, weight = 1 } of members) {
    if (seen.has(id)) throw new RangeError(`Member "${id}" is listed twice.`)
    if (!(weight > 0 && weight < Infinity)) throw new RangeError(`The weight of "${id}" must be above 0, but it is ${weight}.`)
    seen.add(id)
  }
}

/** For strategies that give every member the same share. */
export function refuseWeights(strategy: string, members: readonly Member[]): void {
  const weighted = members.find(({ weight = 1 }) => weight !== 1)
  if (weighted) throw new RangeError(`${strategy} knows no weights, but "${weighted.id}" has weight ${weighted.weight}.`)
}

/** Members in the order of their names, so that a placement does not depend on the order they were listed in. */
export function sortedMembers(members: readonly Member[]): Member[] {
  checkMembers(members)
  return [...members].sort((a, b) => (a.id < b.id ? -1 : 1))
}

/** 4294967295 → 4,294,967,295 */
export function grouped(value: number): string {
  return value.toLocaleString('en')
}
