/** Carrying out what is committed, in order, and answering whoever waits for it. */
import { isWrite } from '../../../src-shared/operations'
import { BatchExecuted } from '../../../src-shared/protocols/pbft/facts'
import type { ClientReply } from '../contract'
import { emit } from '../kit/core'
import { operationName, valueRefusal } from '../kit/requests'
import { makeEntry } from '../replicated-log/entry'
import type { AppliedEntry } from '../replicated-log/machine'
import { kvMachine } from '../replicated-log/state-machine'
import { takeCheckpoint } from './checkpoints'
import type { Core } from './core'
import { answer } from './liar/answer'
import type { SignedRequest } from './messages'
import type { PbftState, Slot } from './state'
import { followTimer } from './timer'

export function executeCommitted(core: Core): void {
  const { state } = core
  for (let slot = nextCommitted(state); slot !== undefined; slot = nextCommitted(state)) execute(core, slot)
}

function nextCommitted({ slots, executed }: PbftState): Slot | undefined {
  const slot = slots.get(executed + 1)
  return slot?.committed ? slot : undefined
}

function execute(core: Core, { n, committed }: Slot): void {
  const { state } = core
  const { digest, requests } = committed!.pre_prepare
  state.executed = n
  emit(core, BatchExecuted.of(state.id, { n, digest, requests: requests.map(operationName) }))
  for (const request of requests) settle(core, request, carryOut(state, n, request))
  state.timeout_us = state.settings.view_timeout_us
  followTimer(core)
  if (n % state.settings.checkpoint_every === 0) takeCheckpoint(core)
}

function carryOut(
  { machine, switches, view }: PbftState,
  n: number,
  { session, sequence, operation }: SignedRequest
): ClientReply {
  if (!isWrite(operation)) return kvMachine.read(machine, operation, switches)
  const refusal = valueRefusal(operation)
  if (refusal !== null) return { status: 'rejected', error: refusal }
  return kvMachine.apply(machine, makeEntry(n, view, session, sequence, operation) as AppliedEntry, switches)
}

function settle(core: Core, request: SignedRequest, told: ClientReply): void {
  const { pending } = core.state
  const name = operationName(request)
  for (const waiting of pending.get(name)?.requests ?? []) answer(core, waiting, request, told)
  pending.delete(name)
}
