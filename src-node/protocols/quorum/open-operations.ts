/** Operations under way when others come to count for their keys: they wait for those from then on. */
import type { NodeId } from '../../../src-shared/ids'
import type { Core } from './core'
import { rangeOf } from '../../../src-shared/protocols/quorum/placement'
import { restartRead } from './reads'
import { replicaSince } from './views'
import { restartWrite } from './writes'

/** The members are others than they were at this epoch. */
export function askNewMembers(core: Core, before: number): void {
  for (let range = 0; range < core.state.settings.ranges; range++)
    askAnew(core, range, (node) => replicaSince(core.state, range, node) > before)
}

/** Of the range, some replicas count no more. */
export function askThoseWhoCount(core: Core, range: number): void {
  askAnew(core, range, () => false)
}

function askAnew(core: Core, range: number, hasBeenAway: (node: NodeId) => boolean): void {
  const { open, settings } = core.state
  for (const operation of [...open.values()]) {
    if (rangeOf(operation.key, settings) !== range) continue
    if (operation.kind === 'write') restartWrite(core, operation, hasBeenAway)
    else restartRead(core, operation, hasBeenAway)
  }
}
