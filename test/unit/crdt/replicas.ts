/** Replicas of one CRDT that do random things and now and then hear of each other. */
import fc from 'fast-check'
import type { CrdtCase } from './crdt-cases'

const NAMES = ['A', 'B', 'C']

export type Step =
  | { readonly do: 'mutate'; readonly replica: number; readonly raw: unknown; readonly clock: number }
  /** Hands one of the deltas made so far to a replica, which may have it already or lack those before it. */
  | { readonly do: 'deliver'; readonly delta: number; readonly to: number }
  | { readonly do: 'merge'; readonly from: number; readonly to: number }

export function steps(specimen: Pick<CrdtCase, 'raw'>, maxLength = 30): fc.Arbitrary<Step[]> {
  const replica = fc.nat(NAMES.length - 1)
  const mutate = fc.record({ do: fc.constant('mutate' as const), replica, raw: specimen.raw, clock: fc.nat(9) })
  const deliver = fc.record({ do: fc.constant('deliver' as const), delta: fc.nat(maxLength), to: replica })
  const merge = fc.record({ do: fc.constant('merge' as const), from: replica, to: replica })
  return fc.array(
    fc.oneof({ weight: 6, arbitrary: mutate }, { weight: 3, arbitrary: deliver }, { weight: 1, arbitrary: merge }),
    { maxLength, size: 'max' }
  )
}

export interface Outcome {
  readonly states: unknown[]
  /** In the order they were made. */
  readonly deltas: unknown[]
}

export function play({ crdt, op }: Pick<CrdtCase, 'crdt' | 'op'>, script: readonly Step[]): Outcome {
  const states: unknown[] = NAMES.map(() => deepFreeze(crdt.empty))
  const deltas: unknown[] = []
  const take = (to: number, state: unknown) => (states[to] = deepFreeze(crdt.join(states[to], state)))
  for (const step of script) {
    if (step.do === 'merge') take(step.to, states[step.from])
    else if (step.do === 'deliver') {
      if (deltas.length > 0) take(step.to, deltas[step.delta % deltas.length])
    } else {
      const state = states[step.replica]
      const delta = deepFreeze(crdt.mutate(state, NAMES[step.replica]!, op(step.raw, crdt.value(state), step.clock)))
      deltas.push(delta)
      take(step.replica, delta)
    }
  }
  return { states, deltas }
}

/** So that a function that changes what it is given throws. */
export function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    Object.values(value).forEach(deepFreeze)
  }
  return value
}
