/** The live invariants that the description names. */
import type { Parameters } from '../../../../src-shared/description/protocol-description'
import type { NodeId } from '../../../../src-shared/ids'
import { description } from '../../../../src-shared/protocols/ben-or/description'
import { quorumSizes } from '../../../../src-shared/protocols/ben-or/quorum-sizes'
import type { LiveInvariant } from '../../contract'
import { readSettings } from '../../kit/settings'
import { DecidedWasInput, OneDecision } from './agreement'
import { DecidedByMoreThanFaulty, HeardEnough, OneProposalARound, ProposalAdopted, ProposedByMajority, SaidOnce } from './words'

export function createInvariants(nodes: readonly NodeId[], parameters: Parameters): LiveInvariant[] {
  const { enough, decide } = quorumSizes(nodes.length, readSettings(description, parameters))
  return [
    new OneDecision(),
    new DecidedWasInput(nodes),
    new OneProposalARound(),
    new SaidOnce(),
    new HeardEnough(enough),
    new ProposedByMajority(nodes.length),
    new ProposalAdopted(),
    new DecidedByMoreThanFaulty(decide)
  ]
}
