/** A group’s part in the end of a transaction: it promises to commit, waits for the outcome, and asks for it when it takes too long. */
import { InDoubt, Prepared, Released } from '../../../src-shared/protocols/transactions/facts'
import type { NodeId } from '../../../src-shared/ids'
import type { GroupId } from '../kit/groups/state'
import { prepare } from '../kit/transactions/settle'
import type { PreparedWork } from '../kit/transactions/store'
import { toldOf } from '../kit/transactions/told'
import type { Core } from './core'
import { emitOf, tellLeader, tellNode } from './core'
import { machineOf, recordGroup } from './groups'
import { ledOf } from './led'
import type { Applied } from './group-state'
import type { OutcomeMessage, Prepare } from './messages'
import { confirm, propose } from './proposals'
import type { Led } from './state'
import { endHere, refuse } from './steps'

export function onPrepare(core: Core, from: NodeId, message: Prepare): void {
  const { group, transaction, incarnation, begun_us } = message
  const { switches } = core.state
  const led = ledOf(core, group)
  if (led === null) return
  if (led.over.has(transaction)) return refuse(core, from, group, transaction, `${group} has ended it`)
  led.heard.set(transaction, { gateway: from, at_us: core.now_us })
  if (machineOf(core.state, group).prepared.has(transaction)) return vote(core, group, led, transaction, 'yes')
  const stamp = { physical_us: begun_us, counter: 0 }
  const preparation = prepare(led.store, { transaction, incarnation, stamp }, switches)
  if (preparation.vote === 'no') {
    led.heard.delete(transaction)
    return refuse(core, from, group, transaction, `${group} has another leader now, which knows nothing of it`)
  }
  // What was read counts if nobody else has led the group until now.
  if (preparation.vote === 'read-only') return confirm(core, group, led, transaction)
  propose(core, group, led, { do: 'prepare', term: led.term, work: preparation.work })
  if (switches['vote-before-replicated']) vote(core, group, led, transaction, 'yes')
}

/** Nothing is to be written here: the group drops out, and its locks are free. */
export function onConfirmed(core: Core, group: GroupId, led: Led, transaction: string): void {
  vote(core, group, led, transaction, 'read-only')
  endHere(core, group, led, transaction)
}

/** The group has the promise in its log. */
export function onPrepared(core: Core, group: GroupId, led: Led, work: PreparedWork): void {
  emitOf(core, group, Prepared.of(core.state.id, toldOf(work)))
  vote(core, group, led, work.transaction, 'yes')
}

function vote(core: Core, group: GroupId, { heard }: Led, transaction: string, said: 'yes' | 'read-only'): void {
  const gateway = heard.get(transaction)?.gateway
  if (gateway !== undefined) tellNode(core, gateway, { type: 'vote', group, transaction, vote: said })
}

/** A commit goes to the log even if nothing is prepared here: only a leader that can replicate may say that all is done. */
export function onOutcome(core: Core, { group, transaction, commit }: OutcomeMessage): void {
  const led = ledOf(core, group)
  if (led === null) return
  const has_promised = machineOf(core.state, group).prepared.has(transaction) || led.proposed.has(`prepare ${transaction}`)
  if (commit || has_promised) propose(core, group, led, { do: 'outcome', transaction, commit })
  else endHere(core, group, led, transaction)
}

/** The outcome is in the group's log. */
export function onOutcomeApplied(core: Core, group: GroupId, led: Led, outcome: Extract<Applied, { do: 'outcome' }>): void {
  const { transaction, commit, was_prepared } = outcome
  if (was_prepared) emitOf(core, group, Released.of(core.state.id, { transaction, commit }))
  if (commit) tellLeader(core, recordGroup(core.state, transaction), { type: 'acknowledge', group, transaction })
  endHere(core, group, led, transaction)
}

/** Asks for the outcome of what has been in doubt for long, its gateway being silent. */
export function askAgain(core: Core): void {
  const { state, now_us } = core
  for (const group of state.led.keys()) {
    const led = ledOf(core, group)
    if (led === null) continue
    for (const work of machineOf(state, group).prepared.values()) {
      const since_us = led.heard.get(work.transaction)?.at_us ?? led.since_us
      if (now_us - since_us >= state.settings.push_after_us) ask(core, group, led, work)
    }
  }
}

function ask(core: Core, group: GroupId, led: Led, work: PreparedWork): void {
  const { transaction, stamp } = work
  if (!led.asked.has(transaction)) {
    led.asked.add(transaction)
    const { reads, writes } = toldOf(work)
    emitOf(core, group, InDoubt.of(core.state.id, { transaction, locked: [...writes, ...reads] }))
  }
  tellLeader(core, recordGroup(core.state, transaction), { type: 'ask', group, transaction, begun_us: stamp.physical_us })
}
