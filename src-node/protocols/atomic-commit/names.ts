/** What transactions are called: `session:sequence#epoch.count`, the client's operation and the number of the try. */
import { operationOf } from '../../../src-shared/protocols/transactions/facts'

/** The number of a try, growing over all tries of a coordinator. */
export interface TryNumber {
  /** How often the coordinator has started. */
  readonly epoch: number
  readonly count: number
}

export function nameOf(operation: string, { epoch, count }: TryNumber): string {
  return `${operation}#${epoch}.${count}`
}

export function numberOf(transaction: string): TryNumber {
  const [epoch, count] = transaction.slice(operationOf(transaction).length + 1).split('.')
  return { epoch: Number(epoch), count: Number(count) }
}

/** The session and the sequence of its operation. */
export function sessionOf(transaction: string): { readonly session: string; readonly sequence: number } {
  const operation = operationOf(transaction)
  const colon = operation.lastIndexOf(':')
  return { session: operation.slice(0, colon), sequence: Number(operation.slice(colon + 1)) }
}

export function isAfter(a: TryNumber, b: TryNumber): boolean {
  return a.epoch > b.epoch || (a.epoch === b.epoch && a.count > b.count)
}
