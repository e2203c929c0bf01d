import type { OperationResult } from '../../../src-shared/operations'
import type { KeyState } from '../../../src-shared/data-types/model'

/** A state that the key went through. */
export interface Moment {
  readonly state: KeyState
  /** The write that led here would have done so from any state. */
  readonly blind: boolean
  /** When that write was placed, in events of the key; those that began earlier may come just before it. */
  readonly placed_at: number
}

/** An open operation that may tell what it met, and is not placed. */
interface Begun {
  readonly id: number
  /** Where in the path it began. */
  readonly from: number
}

/** An open operation that has taken effect. */
interface Placed {
  readonly id: number
  /** What it must answer. */
  readonly answer: OperationResult
}

/** One way in which a key can have come to where it is; see `key-checker.ts`. The lists are short and follow the `id`. */
export interface Configuration {
  /** States since the oldest of `begun` began; the last one is the present. */
  readonly path: readonly Moment[]
  readonly begun: readonly Begun[]
  readonly placed: readonly Placed[]
  /** Operations of unknown outcome that have taken effect, as bits. */
  readonly used: bigint
}

/** The state now. */
export function present({ path }: Configuration): KeyState {
  return path[path.length - 1]!.state
}

/** What the operation must answer, where it is placed. */
export function answerOf({ placed }: Configuration, id: number): OperationResult | undefined {
  return placed.find((one) => one.id === id)?.answer
}

/** The operation begins: it may meet the present state and those to come. */
export function begin(configuration: Configuration, id: number): Configuration {
  const { path, begun } = configuration
  return { ...configuration, begun: [...begun, { id, from: path.length - 1 }] }
}

/** The open operation takes effect. Without anyone who may have met them, past states do not matter. */
export function place(configuration: Configuration, moment: Moment, id: number, answer: OperationResult): Configuration {
  const begun = without(configuration.begun, id)
  const placed = [...configuration.placed, { id, answer }].sort((a, b) => a.id - b.id)
  return { path: follow(configuration, moment), begun, placed, used: configuration.used }
}

/** The operation of unknown outcome takes effect. */
export function use(configuration: Configuration, moment: Moment, bit: bigint): Configuration {
  return { ...configuration, path: follow(configuration, moment), used: configuration.used | bit }
}

function follow({ path, begun }: Configuration, moment: Moment): readonly Moment[] {
  return begun.length > 0 ? [...path, moment] : [moment]
}

/** The configuration without an operation that is over, and without the past that no open operation can have met. */
export function forget(configuration: Configuration, id: number): Configuration {
  const { path, placed, used } = configuration
  const begun = without(configuration.begun, id)
  const oldest = begun.reduce((least, { from }) => Math.min(least, from), path.length - 1)
  if (oldest === 0 && begun === configuration.begun && placed.length === 0) return configuration
  return {
    path: oldest === 0 ? path : path.slice(oldest),
    begun: oldest === 0 ? begun : begun.map((one) => ({ id: one.id, from: one.from - oldest })),
    placed: without(placed, id),
    used
  }
}

function without<One extends { readonly id: number }>(list: readonly One[], id: number): readonly One[] {
  return list.some((one) => one.id === id) ? list.filter((one) => one.id !== id) : list
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
  for (const { id, from } of begun) name += `${id}@${from};`
  for (const { id, answer } of placed) name += `${id}=${JSON.stringify(answer)};`
  return name
}

/** Ends where it says, whatever the state is made of. */
function textOf(state: KeyState): string {
  return state === null ? '-' : typeof state === 'number' ? `#${state}` : `${state.length}:${state}`
}
