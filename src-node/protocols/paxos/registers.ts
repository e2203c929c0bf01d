import type { PaxosState, Register } from './state'

/** What the node knows of the key; made when there is nothing yet. */
export function registerOf({ registers }: Pick<PaxosState, 'registers'>, key: string): Register {
  let register = registers.get(key)
  if (register === undefined) registers.set(key, (register = { promised: null, accepted: null, started: 0, chosen: null }))
  return register
}
