/** A member that is to go says so itself, and the others need not find out. */
import type { NodeId } from '../../../src-shared/ids'
import { takesPart } from '../../../src-shared/protocols/membership/member'
import type { Core } from './core'
import { ownNews, sendWithNews, tellNews } from './news'
import { sample } from './random'
import { setIncarnation } from './views'

/** `members`: those that an administrator wants to take part. It says nothing about others: of those a member learns from members. */
export function leaveOrStay(core: Core, members: readonly NodeId[]): void {
  const { state, random } = core
  const leaves = !members.includes(state.id)
  if (leaves === state.leaving) return
  state.leaving = leaves
  if (!leaves) setIncarnation(core, state.incarnation + 1)
  tellNews(core, ownNews(state))
  if (!leaves) return
  // It probes nobody any more, so that its word needs carriers of its own.
  const told = sample([...state.members.values()].filter(takesPart), state.settings.indirect_probes + 1, random)
  for (const { id } of told)
    sendWithNews(
      core,
      id,
      state.settings.detector === 'swim' ? { type: 'ping', sequence: ++state.sequence } : { type: 'heartbeat' }
    )
}
