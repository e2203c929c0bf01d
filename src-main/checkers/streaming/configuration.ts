import type { HistoryResult } from '../../../src-shared/operations'
import type { KeyState } from '../models/model'

/** A state that the key went through. */
export interface Moment {
  readonly state: KeyState
  /** The write that led here would have done so from any state. */
  readonly blind: boolean
  /** When that write was placed, in events of the key; those that began earlier may come just before it. */
  readonly placed_at: number
}

/** One way in which a key can have come to where it is; see `key-watch.ts`. */
export interface Configuration {
  /** States since the oldest open operation that may tell what it met began; the last one is the present. */
  readonly path: readonly Moment[]
  /** For each open operation that may tell what it met, and is not placed: where in the path it began. */
  readonly begun: ReadonlyMap<number, number>
  /** Open operations that have taken effect, and what they must answer. */
  readonly placed: ReadonlyMap<number, HistoryResult>
  /** Operations of unknown outcome that have taken effect, as bits. */
  readonly used: bigint
}

/** The state now. */
export function present({ path }: Configuration): KeyState {
  return path.at(-1)!.state
}

/** The configuration without an operation that is over, and without the past that no open operation can have met. */
export function forget(configuration: Configuration, id: number): Configuration {
  const { path, begun, placed, used } = configuration
  if (path.length === 1 && !begun.has(id) && !placed.has(id)) return configuration
  const still_begun = without(begun, id)
  const oldest = Math.min(path.length - 1, ...still_begun.values())
  return {
    path: oldest === 0 ? path : path.slice(oldest),
    begun: oldest === 0 ? still_begun : new Map([...still_begun].map(([other, at]) => [other, at - oldest])),
    placed: without(placed, id),
    used
  }
}

function without<Value>(map: ReadonlyMap<number, Value>, id: number): ReadonlyMap<number, Value> {
  if (!map.has(id)) return map
  const rest = new Map(map)
  rest.delete(id)
  return rest
}

/**
 * Each once, and none that got to the same with more operations of unknown outcome: whatever can follow it can follow the other.
 */
export function distinct(configurations: readonly Configuration[]): readonly Configuration[] {
  if (configurations.length < 2) return configurations
  const kept = new Map<string, Configuration[]>()
  for (const configuration of configurations) {
    const name = nameOf(configuration)
    const alike = kept.get(name) ?? []
    const { used } = configuration
    if (alike.some((other) => (other.used & used) === other.used)) continue
    kept.set(name, [...alike.filter((other) => (other.used & used) !== used), configuration])
  }
  return [...kept.values()].flat()
}

/** Tells configurations apart, but for the operations of unknown outcome that they used. */
export function nameOf({ path, begun, placed }: Configuration): string {
  let name = ''
  for (const { state, blind, placed_at } of path)
    name += `${textOf(state)}${blind ? 'b' : 'd'}${path.length > 1 ? placed_at : ''};`
  for (const [id, at] of inOrder(begun)) name += `${id}@${at};`
  for (const [id, answer] of inOrder(placed)) name += `${id}=${JSON.stringify(answer)};`
  return name
}

/** Ends where it says, whatever the state is made of. */
function textOf(state: KeyState): string {
  return state === null ? '-' : typeof state === 'number' ? `#${state}` : `${state.length}:${state}`
}

function inOrder<Value>(map: ReadonlyMap<number, Value>): Iterable<readonly [number, Value]> {
  return map.size < 2 ? map : [...map].sort(([a], [b]) => a - b)
}
