/** Carrying out what is committed, in order, and answering whoever waits for it; tentatively, what is prepared next (journal version, §5.1.2). */
import { isWrite } from '../../../src-shared/operations'
import { BatchExecuted, BatchTentative, TentativeUndone } from '../../../src-shared/protocols/pbft/facts'
import type { ClientReply } from '../contract'
import { emit } from '../kit/core'
import { operationName, valueRefusal } from '../kit/requests'
import { makeEntry } from '../replicated-log/entry'
import type { AppliedEntry } from '../replicated-log/machine'
import { kvMachine, machineFromRows, machineToRows } from '../replicated-log/state-machine'
import { takeCheckpoint } from './checkpoints'
import type { Core } from './core'
import { answer } from './liar/answer'
import type { SignedRequest } from './messages'
import type { PbftState, Slot } from './state'
import { followTimer } from './timer'

export function executeCommitted(core: Core): void {
  const { state } = core
  for (let slot = nextCommitted(state); slot !== undefined; slot = nextCommitted(state)) execute(core, slot)
  executeTentatively(core)
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
  const answers = confirmTentative(core, n, digest) ?? requests.map((request) => carryOut(state, n, request))
  requests.forEach((request, i) => settle(core, request, answers[i]!))
  state.timeout_us = state.settings.view_timeout_us
  followTimer(core)
  if (n % state.settings.checkpoint_every === 0) takeCheckpoint(core)
}

/** All before it is committed and the batch prepared: the state after it is kept apart, and clients are told that it may be undone. */
export function executeTentatively(core: Core): void {
  const { state } = core
  const { settings, phase, view, executed, slots, machine } = state
  const prepared = slots.get(executed + 1)?.prepared?.pre_prepare
  if (!settings.tentative || state.tentative !== null || phase !== 'settled' || prepared?.view !== view) return
  const { n, digest, requests } = prepared
  const copy = machineFromRows(machineToRows(machine))
  emit(core, BatchTentative.of(state.id, { n, digest, requests: requests.map(operationName) }))
  const answers = requests.map((request) => carryOut({ ...state, machine: copy }, n, request))
  state.tentative = { n, digest, requests, machine: copy, answers }
  requests.forEach((request, i) => {
    const waiting = state.pending.get(operationName(request))
    for (const one of waiting?.requests ?? []) answer(core, one, request, answers[i]!, view)
    if (waiting) waiting.requests = []
  })
}

/** What was carried out tentatively is committed: its answers; null: nothing was, or something else. */
function confirmTentative(core: Core, n: number, digest: string): readonly ClientReply[] | null {
  const { state } = core
  const { tentative } = state
  if (tentative === null || tentative.n !== n || tentative.digest !== digest) {
    undoTentative(core)
    return null
  }
  Object.assign(state, { machine: tentative.machine, tentative: null })
  return tentative.answers
}

/** Back to what is committed. */
export function undoTentative(core: Core): void {
  const { state } = core
  const { tentative } = state
  if (tentative === null) return
  const { n, digest, requests, machine } = tentative
  state.tentative = null
  if (state.switches['tentative-kept']) state.machine = machine
  else emit(core, TentativeUndone.of(state.id, { n, digest, requests: requests.map(operationName) }))
}

function carryOut(
  { machine, switches, view }: Pick<PbftState, 'machine' | 'switches' | 'view'>,
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
