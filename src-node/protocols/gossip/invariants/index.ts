/** The live invariants that the description names. */
import type { Parameters } from '../../../../src-shared/description/protocol-description'
import type { NodeId } from '../../../../src-shared/ids'
import { description } from '../../../../src-shared/protocols/gossip/description'
import type { LiveInvariant } from '../../contract'
import { readSettings } from '../../kit/settings'
import { OnlyInjected } from './injected'
import { QuietMeansEqual } from './quiet'
import { DeadStaysDead, StampsRise } from './stamps'
import { ToldLongEnough } from './told'

export function createInvariants(nodes: readonly NodeId[], parameters: Parameters): LiveInvariant[] {
  const settings = readSettings(description, parameters)
  return [
    new StampsRise(),
    new OnlyInjected(settings.initial_items),
    new DeadStaysDead(),
    new ToldLongEnough(settings),
    new QuietMeansEqual(nodes, settings)
  ]
}
