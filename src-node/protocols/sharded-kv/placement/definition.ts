/** The placement service's machine as Raft applies its log to it. Clients ask it nothing: nodes report, and operators command. */
import type { ClientReply } from '../../contract'
import { isCommand } from '../../replicated-log/command'
import type { MachineDefinition } from '../../replicated-log/machine'
import type { PlacementCommand } from './commands'
import { emptyPlacement } from './initial'
import { applyPlacement } from './machine'
import type { PlacementRow } from './rows'
import { placementFromRows, placementRowBytes, placementToRows } from './rows'
import type { PlacementState } from './state'
import { isPlacementCommand, isPlacementRow } from './well-formed'

const DONE: ClientReply = { status: 'ok', result: {} }
const NO_STORE: ClientReply = { status: 'rejected', error: 'the placement service keeps no keys' }

export const placementMachine: MachineDefinition<PlacementState, PlacementRow> = {
  empty: emptyPlacement,
  apply(state, { operation }) {
    if (!isCommand(operation)) return NO_STORE
    applyPlacement(state, operation.command as PlacementCommand)
    return DONE
  },
  // Commands do nothing when they come again.
  answerAtOnce: () => null,
  read: () => NO_STORE,
  toRows: placementToRows,
  fromRows: placementFromRows,
  rowBytes: placementRowBytes,
  isRow: isPlacementRow,
  isCommand: isPlacementCommand,
  sample: ({ epoch, moves }) => ({ epoch, moves: moves.size })
}
