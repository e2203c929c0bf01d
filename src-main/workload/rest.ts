/** What is left to read of an operation on several keys, and how a map divides it among groups. Pure. */
import type { Operation, OperationResult } from '../../src-shared/operations'
import { HASHES } from '../../src-shared/placement/hash'
import { groupOfKey } from '../../src-shared/wire/client-map'
import type { ClientMap, KeyOrHash } from '../../src-shared/wire/client-map'
import { common, without } from '../../src-shared/wire/parts'
import type { Part } from '../../src-shared/wire/parts'

/** What one group is asked at a time. */
export interface Piece {
  readonly operation: Operation
  readonly keys: readonly string[]
  /** Where it begins: its group is the one that owns this. */
  readonly at: KeyOrHash
}

/** What is left; it is taken out piece by piece, and what a piece did not bring comes back. */
export interface Rest {
  /** Takes all that is left out, a piece for each group; without a map in one. */
  divide(map: ClientMap | null): Piece[]
  /** Takes what the piece was answered; what the answer does not tell of comes back. Returns whether it told of anything. */
  take(piece: Piece, result: OperationResult): boolean
  /** Nothing came of the piece. */
  giveBack(piece: Piece): void
  /** Nothing is left, as far as no piece comes back. */
  readonly is_empty: boolean
  /** All that was told. */
  result(): OperationResult
}

type Gather = Extract<Operation, { readonly f: 'gather' }>
type Scan = Extract<Operation, { readonly f: 'scan' }>

/** What is left before anything is asked. */
export function restOf(operation: Operation): Rest {
  switch (operation.f) {
    case 'gather':
      return new GatherRest(operation)
    case 'scan':
      return new ScanRest(operation)
    default:
      throw new RangeError(`${operation.f} is no read of several keys`)
  }
}

class GatherRest implements Rest {
  private readonly left: Set<string>
  private readonly values = new Map<string, string | null>()

  constructor(private readonly operation: Gather) {
    this.left = new Set(operation.keys)
  }

  get is_empty(): boolean {
    return this.left.size === 0
  }

  divide(map: ClientMap | null): Piece[] {
    const pieces = new Map<string, string[]>()
    for (const key of this.left) {
      const group = map === null ? '' : groupOfKey(map, key).name
      const keys = pieces.get(group)
      if (keys === undefined) pieces.set(group, [key])
      else keys.push(key)
    }
    this.left.clear()
    return [...pieces.values()].map((keys) => ({ operation: { ...this.operation, keys }, keys, at: keys[0]! }))
  }

  take({ keys }: Piece, { values = {} }: OperationResult): boolean {
    const told = keys.filter((key) => values[key] !== undefined)
    for (const key of told) this.values.set(key, values[key]!)
    for (const key of keys) if (values[key] === undefined) this.left.add(key)
    return told.length > 0
  }

  giveBack({ keys }: Piece): void {
    for (const key of keys) this.left.add(key)
  }

  result(): OperationResult {
    // In the order in which they were asked for.
    return { values: Object.fromEntries(this.operation.keys.map((key) => [key, this.values.get(key)!])) }
  }
}

class ScanRest implements Rest {
  /** Null: without a map it is not known by what to divide. */
  private left: Part[] | null = null
  private readonly values = new Map<string, string | null>()

  constructor(private readonly operation: Scan) {}

  get is_empty(): boolean {
    return this.left?.length === 0
  }

  divide(map: ClientMap | null): Piece[] {
    const { operation } = this
    // Whoever is asked without saying of which parts answers with a map.
    if (map === null) return [{ operation, keys: [], at: operation.key }]
    const left = this.left ?? [typeof map.starts[0] === 'number' ? [0, HASHES] : [operation.key, operation.to]]
    this.left = []
    const pieces = new Map<number, Part[]>()
    map.owners.forEach((owner, place) => {
      const owned: Part = [map.starts[place]!, map.starts[place + 1] ?? null]
      const parts = left.map((part) => common(part, owned)).filter((part) => part !== null)
      if (parts.length > 0) pieces.set(owner, [...(pieces.get(owner) ?? []), ...parts])
    })
    return [...pieces.values()].map((parts) => ({ operation: { ...operation, parts }, keys: [], at: parts[0]![0] }))
  }

  take({ operation }: Piece, { values = {}, covered = [] }: OperationResult): boolean {
    this.left?.push(...without(partsOf(operation), covered))
    for (const [key, value] of Object.entries(values)) this.values.set(key, value)
    return covered.length > 0
  }

  giveBack({ operation }: Piece): void {
    this.left?.push(...partsOf(operation))
  }

  result(): OperationResult {
    return { values: Object.fromEntries([...this.values].sort(([a], [b]) => (a < b ? -1 : 1))) }
  }
}

function partsOf(operation: Operation): readonly Part[] {
  return (operation as Scan).parts ?? []
}
