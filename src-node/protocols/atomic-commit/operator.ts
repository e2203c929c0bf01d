/** The operator's way out: a participant is made to commit or abort what it is in doubt about, whatever the others come to. */
import { Forced } from '../../../src-shared/protocols/transactions/facts'
import { note } from '../kit/core'
import { emitOnceDurable } from '../kit/durable-events'
import type { Core } from './core'
import { log } from './core'
import { settleHere } from './execution/shard'

const FORCED: Readonly<Record<string, boolean>> = { 'force-commit': true, 'force-abort': false }

export function onCommand(core: Core, command: string, given: Readonly<Record<string, string | number | boolean>>): void {
  const commit = FORCED[command]
  if (commit === undefined) return
  const { id, prepared } = core.state
  const in_doubt = [...prepared.values()].filter(({ forced }) => forced === null)
  const chosen = given.transaction === undefined ? in_doubt : in_doubt.filter((one) => one.transaction === given.transaction)
  if (chosen.length === 0) return note(core, 'operator', `${id} is not in doubt about ${given.transaction ?? 'any transaction'}`)
  for (const one of chosen) {
    log(core, { kind: 'force', transaction: one.transaction, commit })
    one.forced = commit
    settleHere(core, one.transaction, commit)
    emitOnceDurable(core, Forced.of(id, { transaction: one.transaction, commit }))
  }
}
