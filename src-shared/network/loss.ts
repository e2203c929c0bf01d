/** Loss with memory: small Markov chains, one step per frame. */
import { DRAWS } from './draw'
import type { Draw } from './draw'
import type { LinkSettings } from './netem'

/** Tells frame by frame whether it is lost. */
export type LossModel = (frame: number, draw: Draw) => boolean

/** Gilbert–Elliott: a good and a bad state, each with its own loss (Gilbert 1960, Elliott 1963). Starts good. */
export function createGilbertElliott(parameters: NonNullable<LinkSettings['gilbert_elliott']>): LossModel {
  const { p, r, loss_bad, loss_good } = parameters
  let bad = false
  return (frame, draw) => {
    const leave = bad ? r : p
    if (draw(frame, DRAWS.gilbert_elliott_state) * 100 < leave) bad = !bad
    return draw(frame, DRAWS.gilbert_elliott_loss) * 100 < (bad ? loss_bad : loss_good)
  }
}

type State = 1 | 2 | 3 | 4

/**
 * netem's four states, the GI model (Salsano, Ludovici, Ordine 2009), under their usual numbers: 1 received in a gap, 2 received
 * within a burst, 3 lost within a burst, 4 lost alone. Starts in 1.
 */
export function createLossState(parameters: NonNullable<LinkSettings['loss_state']>): LossModel {
  const { p13, p31, p32, p23, p14 } = parameters
  const next: Record<State, (u: number) => State> = {
    1: (u: number) => (u < p14 ? 4 : u < p14 + p13 ? 3 : 1),
    2: (u: number) => (u < p23 ? 3 : 2),
    3: (u: number) => (u < p32 ? 2 : u < p32 + p31 ? 1 : 3),
    4: () => 1
  }
  let state: State = 1
  return (frame, draw) => {
    state = next[state](draw(frame, DRAWS.loss_state) * 100)
    return state === 3 || state === 4
  }
}
