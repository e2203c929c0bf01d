import { proposalText } from '../../../src-shared/protocols/ben-or/bits'
import type { BenOrState } from './state'

/** Gauges under the names of the description's series. */
export function sample({ round, decisions, counters }: BenOrState): Readonly<Record<string, number>> {
  return { round: round?.number ?? 0, decided: decisions.length, coins: counters.coins }
}

/** One line for logs, tests and the screen. */
export function describe({ id, round, decisions }: BenOrState): string {
  const decided = decisions.length === 0 ? 'has decided nothing' : `has decided ${decisions.join('')}`
  if (round === null) return `${id} ${decided}`
  const proposal = round.said.at(-1)?.proposal
  const proposes = proposal === undefined ? '' : ` and proposes ${proposalText(proposal)}`
  return `${id} ${decided}; in round ${round.number} it reports ${round.bit}${proposes}`
}
