import type { PbftState } from './state'

/** Gauges under the names of the description's series. */
export function sample(state: PbftState): Readonly<Record<string, number>> {
  const { view, executed, stable, pending, slots, counters, machine } = state
  return {
    view,
    executed,
    stable: stable.n,
    pending: pending.size,
    slots: slots.size,
    refused: counters.refused,
    keys: machine.data.size
  }
}

/** One line for logs, tests and the screen. */
export function describe({ id, view, phase, executed, stable, liar }: PbftState): string {
  const at = phase === 'changing' ? `asks for view ${view}` : `in view ${view}`
  return `${id} ${at}, carried out ${executed}, stable ${stable.n}${liar.lie === null ? '' : `, lies: ${liar.lie}`}`
}
