/**
 * The history as Jepsen writes it: one EDN map a line. A process has one operation open at a time; one whose operation stays
 * unknown (`:info`) is never heard of again, and its client goes on under a fresh number.
 */
import type { EventOf, LabEvent } from '../../src-shared/events'
import type { ClientId } from '../../src-shared/ids'
import type { Operation } from '../../src-shared/operations'

const NAMES = { get: ':read', put: ':write', append: ':append', cas: ':cas', delete: ':delete', increment: ':add' } as const

type Completion = EventOf<'ok'> | EventOf<'fail'> | EventOf<'info'>

interface OpenOperation {
  readonly process: number
  readonly operation: Operation
}

/** The lines, in the order of the events. Operations still open at the end have no completion. */
export function* ednHistory(events: Iterable<LabEvent>): Generator<string> {
  const processes = new Processes()
  const open = new Map<string, OpenOperation>()
  let index = 0
  for (const event of events) {
    if (event.kind === 'invoke') {
      const { operation } = event
      const process = processes.take(event.client)
      open.set(`${event.client}:${event.op}`, { process, operation })
      yield line(process, ':invoke', operation, null, event.t, index++)
    } else if (event.kind === 'ok' || event.kind === 'fail' || event.kind === 'info') {
      const name = `${event.client}:${event.op}`
      const begun = open.get(name)
      // Its invocation was lost to a gap.
      if (!begun) continue
      open.delete(name)
      if (event.kind !== 'info') processes.release(event.client, begun.process)
      yield completion(begun, event, index++)
    }
  }
}

/** Numbers for processes. A client of an open loop has several operations open, and a process for each. */
class Processes {
  private next = 0
  private readonly idle = new Map<ClientId, number[]>()

  take(client: ClientId): number {
    return this.idle.get(client)?.pop() ?? this.next++
  }

  release(client: ClientId, process: number): void {
    const idle = this.idle.get(client)
    if (idle) idle.push(process)
    else this.idle.set(client, [process])
  }
}

function completion({ process, operation }: OpenOperation, event: Completion, index: number): string {
  if (event.kind !== 'ok') return line(process, `:${event.kind}`, operation, null, event.t, index, text(event.error))
  // A compare-and-set that found another value did nothing: Jepsen's word for that is fail, without any error.
  if (event.result.swapped === false) return line(process, ':fail', operation, null, event.t, index)
  return line(process, ':ok', operation, event.result.value ?? null, event.t, index)
}

/** `read`: what a read answered. */
function line(
  process: number,
  type: string,
  operation: Operation,
  read: string | null,
  t_us: number,
  index: number,
  error?: string
): string {
  const value = `[${text(operation.key)} ${argument(operation, read)}]`
  const why = error === undefined ? '' : `, :error ${error}`
  return `{:process ${process}, :type ${type}, :f ${NAMES[operation.f]}, :value ${value}, :time ${t_us * 1000}, :index ${index}${why}}\n`
}

function argument(operation: Operation, read: string | null): string {
  switch (operation.f) {
    case 'get':
      return text(read)
    case 'cas':
      return `[${text(operation.expected)} ${text(operation.value)}]`
    case 'delete':
      return 'nil'
    case 'increment':
      return String(operation.by)
    default:
      return text(operation.value)
  }
}

/** EDN's strings escape as JSON's do. */
function text(value: string | null): string {
  return value === null ? 'nil' : JSON.stringify(value)
}
