/** A leader executes steps of transactions. */
import type { NodeId } from '../../../src-shared/ids'
import { setBounded } from '../kit/bounded'
import type { GroupId } from '../kit/groups/state'
import { execute } from '../kit/transactions/execute'
import { settle } from '../kit/transactions/settle'
import type { Execution } from '../kit/transactions/store'
import type { Core } from './core'
import { tellNode } from './core'
import { ledOf } from './led'
import type { StepMessage } from './messages'
import type { Led } from './state'

/** Transactions remembered to have ended at a leader. */
const OVER_MAX = 4096

export function onStep(core: Core, from: NodeId, message: StepMessage): void {
  const { group, transaction, age, number, step, incarnation } = message
  const led = ledOf(core, group)
  if (led === null) return
  if (led.over.has(transaction)) return refuse(core, from, group, transaction, `${group} has ended it`)
  const local = led.store.transactions.get(transaction)
  // A late copy: all its steps are executed.
  if (local !== undefined && local.prepared !== null) return
  led.heard.set(transaction, { gateway: from, at_us: core.now_us })
  const request = { transaction, age, snapshot: age, number, step, incarnation }
  take(core, group, led, { transaction, number, execution: execute(led.store, request, core.state.switches) })
}

interface Executed {
  readonly transaction: string
  readonly number: number
  readonly execution: Execution
}

/** Tells the gateway what came of a step. */
function take(core: Core, group: GroupId, led: Led, { transaction, number, execution }: Executed): void {
  const gateway = led.heard.get(transaction)?.gateway
  switch (execution.outcome) {
    case 'done': {
      const { answer } = execution
      if (gateway !== undefined)
        tellNode(core, gateway, { type: 'step-done', group, transaction, number, incarnation: led.term, result: { answer } })
      return
    }
    case 'refused':
      return refuseHere(core, group, led, transaction, execution.reason)
    case 'waits':
      for (const victim of execution.victims) refuseHere(core, group, led, victim.transaction, victim.reason)
      return
    case 'stale':
      return
  }
}

/** Ends a transaction that has promised nothing yet, and tells its gateway. */
export function refuseHere(core: Core, group: GroupId, led: Led, transaction: string, reason: string): void {
  const gateway = led.heard.get(transaction)?.gateway
  if (gateway !== undefined) refuse(core, gateway, group, transaction, reason)
  endHere(core, group, led, transaction)
}

export function refuse(core: Core, gateway: NodeId, group: GroupId, transaction: string, reason: string): void {
  tellNode(core, gateway, { type: 'refuse', group, transaction, reason })
}

/** Lets go of its locks. What it wrote the group has applied by then, or it counts for nothing. */
export function endHere(core: Core, group: GroupId, led: Led, transaction: string): void {
  led.heard.delete(transaction)
  led.asked.delete(transaction)
  setBounded(led.over, transaction, true, OVER_MAX)
  for (const resumed of settle(led.store, transaction, false, core.state.switches)) take(core, group, led, resumed)
}

/** Ends what was not prepared of gateways that are silent: they keep asking while they live. */
export function endSilent(core: Core): void {
  const { state, now_us } = core
  for (const group of state.led.keys()) {
    const led = ledOf(core, group)
    if (led === null) continue
    const silent = [...led.store.transactions.values()].filter(
      ({ transaction, prepared }) =>
        prepared === null && now_us - (led.heard.get(transaction)?.at_us ?? led.since_us) >= state.settings.silence_us
    )
    for (const { transaction } of silent) endHere(core, group, led, transaction)
  }
}
