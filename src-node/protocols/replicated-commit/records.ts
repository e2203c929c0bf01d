/** The record of a transaction, at the leader of its group: what it says is so, whoever asks and whoever has died. */
import { RecordWritten } from '../../../src-shared/protocols/replicated-commit/facts'
import type { NodeId } from '../../../src-shared/ids'
import type { GroupId } from '../kit/groups/state'
import type { Core } from './core'
import { emitOf, tellLeader, tellNode } from './core'
import { machineOf, recordGroup } from './groups'
import { ledOf } from './led'
import type { Applied, Decided } from './group-state'
import { decided } from './machine'
import type { Acknowledge, Ask, Decide } from './messages'
import { propose } from './proposals'
import type { Led } from './state'

/** The gateway has all votes. */
export function onDecide(core: Core, from: NodeId, message: Decide): void {
  const { transaction, begun_us, participants, answers } = message
  const { state } = core
  const group = recordGroup(state, transaction)
  const led = ledOf(core, group)
  if (led === null) return
  const known = decided(machineOf(state, group), transaction, state.switches)
  if (known !== null) return tellDecision(core, from, transaction, known)
  propose(core, group, led, { do: 'decide', transaction, commit: true, begun_us, participants, answers, gateway: from })
  if (!state.switches['answer-before-record']) return
  tellDecision(core, from, transaction, { commit: true, answers: null, reason: '' })
  tellParticipants(core, transaction, participants, true)
}

/** A participant is in doubt: if nothing is decided, nothing will be committed any more. */
export function onAsk(core: Core, { group: participant, transaction, begun_us }: Ask): void {
  const { state } = core
  const group = recordGroup(state, transaction)
  const led = ledOf(core, group)
  if (led === null) return
  const known = decided(machineOf(state, group), transaction, state.switches)
  if (known !== null) return tellParticipants(core, transaction, [participant], known.commit)
  if (state.switches['presume-abort']) return tellParticipants(core, transaction, [participant], false)
  const record = { begun_us, participants: [participant], answers: [], gateway: null }
  propose(core, group, led, { do: 'decide', transaction, commit: false, ...record })
}

/** The decision is in the log: from now on it may be told. */
export function onDecided(core: Core, group: GroupId, applied: Extract<Applied, { do: 'decide' }>): void {
  const { transaction, commit, participants, gateway, is_first } = applied
  if (is_first)
    emitOf(
      core,
      group,
      RecordWritten.of(core.state.id, { transaction, commit, participants, by: gateway === null ? 'participant' : 'gateway' })
    )
  if (gateway !== null) tellDecision(core, gateway, transaction, applied)
  tellParticipants(core, transaction, participants, commit)
}

function tellDecision(core: Core, gateway: NodeId, transaction: string, { commit, answers, reason }: Decided): void {
  tellNode(core, gateway, { type: 'decision', transaction, commit, answers, reason })
}

function tellParticipants(core: Core, transaction: string, participants: Iterable<GroupId>, commit: boolean): void {
  for (const group of participants) tellLeader(core, group, { type: 'outcome', group, transaction, commit })
}

/** Says it again to whoever has not acknowledged a commit. */
export function tellAgain(core: Core): void {
  const { state } = core
  for (const group of state.led.keys()) {
    const led = ledOf(core, group)
    if (led === null) continue
    for (const [transaction, { commit, participants }] of machineOf(state, group).records)
      if (commit) tellParticipants(core, transaction, missing(led, transaction, participants), true)
  }
}

/** Once all have it, the record is not needed any more. */
export function onAcknowledge(core: Core, { group: participant, transaction }: Acknowledge): void {
  const { state } = core
  const group = recordGroup(state, transaction)
  const led = ledOf(core, group)
  const record = machineOf(state, group).records.get(transaction)
  if (led === null || record?.commit !== true) return
  const acknowledged = led.acknowledged.get(transaction) ?? new Set()
  led.acknowledged.set(transaction, acknowledged.add(participant))
  if (missing(led, transaction, record.participants).length > 0) return
  led.acknowledged.delete(transaction)
  propose(core, group, led, { do: 'end', transaction })
}

function missing({ acknowledged }: Led, transaction: string, participants: readonly GroupId[]): GroupId[] {
  const known = acknowledged.get(transaction)
  return participants.filter((group) => known?.has(group) !== true)
}
