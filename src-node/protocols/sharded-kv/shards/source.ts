/** What a source's leader does next about a shard that moves out, given what its group has applied and where the target is. Pure. */
import type { SwitchesOn } from '../../kit/settings'
import type { ShardCommand } from './commands'
import { dirtySince, partAt } from './parts'
import type { Part } from './parts'
import type { TargetState } from './position'
import type { Outgoing, Shard } from './state'

export interface SourceSettings {
  readonly chunk_bytes: number
  readonly cutover_rows: number
  readonly rounds_max: number
}

/** What the leader knows of a move besides what is applied. */
export interface SourceView {
  /** Null: the target has not answered yet. */
  readonly target: TargetState | null
  /** Keys of the shard in ascending order, as they were at some moment since the move began. */
  readonly keys: readonly string[]
  /** Parts of catching up that the target has taken. */
  readonly rounds: number
  /** The placement service wants it so; it is not known to: go. */
  readonly order: 'go' | 'wait' | 'give-up'
}

export type SourceAction =
  | { readonly do: 'offer' }
  | { readonly do: 'activate' }
  | ({ readonly do: 'send' } & Part)
  | { readonly do: 'commit'; readonly command: ShardCommand }
  /** Nothing, until something changes. */
  | { readonly do: 'wait' }

const WAIT: SourceAction = { do: 'wait' }

export function sourceAction(
  shard: Shard,
  outgoing: Outgoing,
  view: SourceView,
  settings: SourceSettings,
  switches: SwitchesOn
): SourceAction {
  const { move, status } = outgoing
  const { target, order } = view
  const commit = (step: 'freeze' | 'hand-over' | 'clean-up' | 'cancel'): SourceAction => ({
    do: 'commit',
    command: { do: step, move, shard: shard.id }
  })
  if (status === 'handed-over') return isAcknowledged(target) ? commit('clean-up') : { do: 'activate' }
  if (order === 'give-up' || target?.stage === 'gone') return commit('cancel')
  if (target === null) return { do: 'offer' }
  if (target.stage === 'active') return WAIT
  if (status === 'read-only' && target.stage === 'ready') return commit('hand-over')
  if (status === 'moving-out' && order === 'wait') return WAIT
  if (status === 'moving-out' && isCutoverDue(outgoing, view, settings, switches)) return commit('freeze')
  const part = partAt(shard, outgoing, target, {
    keys: view.keys,
    bytes_max: settings.chunk_bytes,
    skips_catch_up: skipsCatchUp(switches)
  })
  return part === null ? WAIT : { do: 'send', ...part }
}

/** Once it is handed over, the target gives up nothing: if it has the shard no more, it has passed it on. */
function isAcknowledged(target: TargetState | null): boolean {
  return target?.stage === 'active' || target?.stage === 'gone'
}

/** Whether little enough is left to send for the time that nobody may write. */
function isCutoverDue(
  outgoing: Outgoing,
  { target, rounds }: SourceView,
  { cutover_rows, rounds_max }: SourceSettings,
  switches: SwitchesOn
): boolean {
  if (target?.stage !== 'catch-up') return false
  if (skipsCatchUp(switches) || rounds >= rounds_max) return true
  return dirtySince(outgoing, target.index) <= cutover_rows
}

/** The deliberate bug of a source that hands over what it has copied, and no more. */
function skipsCatchUp(switches: SwitchesOn): boolean {
  return switches['cutover-before-catch-up'] === true
}
