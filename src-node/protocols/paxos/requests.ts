/** What clients ask: the value that is chosen for a key, with or without one to propose. */
import type { NodeId } from '../../../src-shared/ids'
import type { ClientRequest } from '../contract'
import { reply } from '../kit/core'
import { valueRefusal } from '../kit/requests'
import type { Core } from './core'
import { isProposer } from './distinguished'
import { startAttempt } from './proposer'
import type { PaxosState } from './state'

export function onRequest(core: Core, { request, operation }: ClientRequest): void {
  if (operation.f !== 'propose' && operation.f !== 'get')
    return reply(core, request, { status: 'rejected', error: `Paxos knows no ${operation.f}` })
  const refusal = valueRefusal(operation)
  if (refusal !== null) return reply(core, request, { status: 'rejected', error: refusal })
  const chosen = core.state.registers.get(operation.key)?.chosen
  if (chosen) return reply(core, request, { status: 'ok', result: { value: chosen.value } })
  const to = otherProposer(core.state)
  if (to !== undefined) return reply(core, request, { status: 'redirect', leader: to })
  pursue(core, request, operation.key, operation.f === 'propose' ? operation.value : null)
}

/** Who has to propose in the node's place; undefined: it does so itself. null: nobody is known. */
function otherProposer(state: PaxosState): NodeId | null | undefined {
  const { id, roles, settings, distinguished } = state
  if (settings.proposers === 'distinguished' && distinguished !== id) return distinguished
  return isProposer(state) ? undefined : (roles.proposers.find((node) => node !== id) ?? null)
}

function pursue(core: Core, request: number, key: string, own: string | null): void {
  const { attempts, settings } = core.state
  const known = attempts.get(key)
  if (known === undefined && attempts.size >= settings.attempts_max)
    return reply(core, request, { status: 'rejected', error: `${core.state.id} has ballots under way for too many keys` })
  const attempt = known ?? startAttempt(core, key, own)
  attempt.own ??= own
  attempt.requests.add(request)
}

/** The operator has a ballot started here, though nobody asks for it. */
export function onCommand(
  core: Core,
  _command: string,
  { key, value }: Readonly<Record<string, string | number | boolean>>
): void {
  const { state } = core
  const name = String(key)
  if (!isProposer(state) || state.registers.get(name)?.chosen || state.attempts.has(name)) return
  if (state.attempts.size < state.settings.attempts_max) startAttempt(core, name, String(value))
}
