/** Commands in a log that only its machine understands. */
import type { Operation } from '../../../src-shared/operations'
import type { ClientRequest, Plain } from '../contract'

/** What only the machine understands. Clients cannot ask for it: the layer above a group does, as a session of its own. */
export type MachineCommand = {
  readonly f: 'command'
  readonly command: Plain
  /** Size as the bounds on batches and uncommitted entries count it. */
  readonly bytes: number
}

/** A proposal of the layer above as the request that a group takes it for. */
export function commandRequest(
  request: number,
  session: string,
  sequence: number,
  command: Omit<MachineCommand, 'f'>
): ClientRequest {
  // The one place where a request holds what no client can ask for.
  const operation = { f: 'command', ...command } as unknown as Operation
  return { request, session, sequence, operation }
}

/** Whether it is a command, whatever its type says: see {@link commandRequest}. */
export function isCommand(operation: Operation | MachineCommand): operation is MachineCommand {
  return (operation.f as string) === 'command'
}
