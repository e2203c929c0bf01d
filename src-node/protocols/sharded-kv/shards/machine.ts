/** The state machine of a group of shards: deterministic, and whatever it decides is decided by its log alone. */
import type { ClientReply, Plain } from '../../contract'
import { isCommand } from '../../replicated-log/command'
import type { MachineDefinition } from '../../replicated-log/machine'
import type { ShardCommand } from './commands'
import { applyCommand } from './moves'
import { answerWriteAtOnce, applyOperation, readShards } from './operations'
import type { ShardRow } from './rows'
import { shardRowBytes, shardsFromRows, shardsToRows } from './rows'
import type { ShardMachine } from './state'
import { emptyShards } from './state'
import { isShardCommand, isShardRow } from './well-formed'

const DONE: ClientReply = { status: 'ok', result: {} }

export const shardMachine: MachineDefinition<ShardMachine> = {
  empty: emptyShards,
  apply(machine, entry, switches) {
    const { operation, index } = entry
    if (!isCommand(operation)) return applyOperation(machine, entry, operation, switches)
    applyCommand(machine, operation.command as unknown as ShardCommand, index, switches)
    return DONE
  },
  answerAtOnce: (machine, request, switches) =>
    isCommand(request.operation) ? null : answerWriteAtOnce(machine, request, switches),
  read: readShards,
  toRows: (machine) => shardsToRows(machine) as unknown as Plain[],
  fromRows: (rows) => shardsFromRows(rows as unknown as ShardRow[]),
  rowBytes: (row) => shardRowBytes(row as unknown as ShardRow),
  isRow: isShardRow,
  isCommand: isShardCommand,
  sample: sampleShards
}

/** What the group has of its shards; those that move in count with what has come of them. */
function sampleShards({ shards }: ShardMachine): Record<string, number> {
  const values = { keys: 0, bytes: 0, operations: 0 }
  for (const { data, bytes, operations } of shards.values()) {
    values.keys += data.size
    values.bytes += bytes
    values.operations += operations
  }
  return values
}
