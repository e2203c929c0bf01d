/** The live invariants that the description names. */
import type { Parameters } from '../../../../src-shared/description/protocol-description'
import type { NodeId } from '../../../../src-shared/ids'
import { description } from '../../../../src-shared/protocols/membership/description'
import { readSettings } from '../../kit/settings'
import type { LiveInvariant } from '../../contract'
import { downKnownWithin_us, tellingsLimit, upKnownWithin_us } from '../bounds'
import { AllKnow } from './known'
import { NewsEnds } from './news-ends'
import { IncarnationGrows, IncarnationIsItsOwn, ViewNeverGoesBack } from './words'

export function createInvariants(nodes: readonly NodeId[], parameters: Parameters): LiveInvariant[] {
  const settings = readSettings(description, parameters)
  return [
    new ViewNeverGoesBack(),
    new IncarnationIsItsOwn(),
    new IncarnationGrows(settings.save_incarnation),
    new AllKnow({ name: 'down-is-known', up: false, bound_us: (members) => downKnownWithin_us(settings, members) }),
    new AllKnow({ name: 'up-is-known', up: true, bound_us: (members) => upKnownWithin_us(settings, members) }),
    new NewsEnds(nodes.length, (members) => tellingsLimit(settings, members))
  ]
}
