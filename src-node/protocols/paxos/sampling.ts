import { ballotText } from '../../../src-shared/protocols/paxos/ballot'
import { shortValue } from '../../../src-shared/text/value-text'
import type { PaxosState, Register } from './state'

/** Gauges under the names of the description's series. */
export function sample({ registers, attempts, counters }: PaxosState): Readonly<Record<string, number>> {
  const known = [...registers.values()]
  return {
    ballots: counters.ballots,
    preempted: counters.preempted,
    under_way: attempts.size,
    accepted: known.filter(({ accepted }) => accepted !== null).length,
    learned: known.filter(({ chosen }) => chosen !== null).length
  }
}

/** One line for logs, tests and the screen. */
export function describe({ id, registers }: PaxosState): string {
  const keys = [...registers].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, register]) => `${key} ${registerText(register)}`)
  return `${id} has ${keys.join('; ') || 'nothing'}`
}

function registerText({ promised, accepted, chosen }: Register): string {
  if (chosen !== null) return `chosen ${shortValue(chosen.value)}`
  const promise = promised === null ? 'no promise' : `promised ${ballotText(promised)}`
  return accepted === null ? promise : `${promise}, accepted ${shortValue(accepted.value)} in ${ballotText(accepted.ballot)}`
}
