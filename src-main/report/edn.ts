/**
 * The history as Jepsen writes it: one EDN map a line. A process has one operation open at a time; one whose operation stays
 * unknown (`:info`) is never heard of again, and its client goes on under a fresh number. What Jepsen's words cannot say stands in
 * fields of ours that other readers pass over: `:netsplit/client`, whose session it is, and `:netsplit/swapped false`, a
 * compare-and-set that answered that it found another value (`:fail` by itself tells only that it did not happen).
 */
import type { EventOf, LabEvent } from '../../src-shared/events'
import type { ClientId } from '../../src-shared/ids'
import type { JepsenValue } from '../../src-shared/data-types/operation'
import { descriptionOf, keysOf, readsSeveral } from '../../src-shared/operations'
import type { Operation, OperationResult } from '../../src-shared/operations'

type Completion = EventOf<'ok'> | EventOf<'fail'> | EventOf<'info'>

interface OpenOperation {
  readonly process: number
  readonly client: ClientId
  readonly operation: Operation
}

/** The lines, in the order of the events. Operations still open at the end have no completion. */
export function* ednHistory(events: Iterable<LabEvent>): Generator<string> {
  const processes = new Processes()
  const open = new Map<string, OpenOperation>()
  let index = 0
  for (const event of events) {
    if (event.kind === 'invoke') {
      const { client, operation } = event
      const begun = { process: processes.take(client), client, operation }
      open.set(`${client}:${event.op}`, begun)
      yield line({ ...begun, type: 'invoke', t_us: event.t, index: index++ })
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

function completion({ process, client, operation }: OpenOperation, event: Completion, index: number): string {
  const of = { process, client, operation, t_us: event.t, index }
  if (event.kind !== 'ok') return line({ ...of, type: event.kind, extra: `:error ${text(event.error)}` })
  if (event.result.swapped === false) return line({ ...of, type: 'fail', extra: ':netsplit/swapped false' })
  return line({ ...of, type: 'ok', result: event.result })
}

interface Line extends OpenOperation {
  readonly type: 'invoke' | Completion['kind']
  /** What it answered. */
  readonly result?: OperationResult
  readonly t_us: number
  readonly index: number
  readonly extra?: string
}

function line({ process, client, type, operation, result, t_us, index, extra }: Line): string {
  const { jepsen } = descriptionOf(operation)
  const fields = [
    `:process ${process}`,
    `:type :${type}`,
    `:f :${jepsen.f}`,
    `:value ${valueText(operation, result)}`,
    `:time ${t_us * 1000}`,
    `:index ${index}`,
    `:netsplit/client ${text(client)}`,
    ...(extra === undefined ? [] : [extra])
  ]
  return `{${fields.join(', ')}}\n`
}

/** Of most operations a pair of key and value; a transaction's value names its keys itself. */
function valueText(operation: Operation, result: OperationResult | undefined): string {
  const value = text(valueOf(operation, result))
  return descriptionOf(operation).jepsen.names_keys ? value : `[${keysNamed(operation).map(text).join(' ')} ${value}]`
}

/** The keys before the value; of a read of several keys what it is about: the value names them. */
function keysNamed(operation: Operation): readonly string[] {
  return readsSeveral(operation) ? [operation.key] : keysOf(operation)
}

/** What is written or asked; of a read that is answered, what it was answered. */
function valueOf(operation: Operation, result: OperationResult | undefined): JepsenValue {
  const { jepsen, is_write } = descriptionOf(operation)
  if (jepsen.answered && result !== undefined) return jepsen.answered(operation, result)
  if (is_write || result === undefined) return jepsen.value(operation)
  return jepsen.answer?.(result) ?? result.members ?? result.value ?? null
}

/** EDN's strings escape as JSON's do. */
function text(value: JepsenValue): string {
  if (value === null) return 'nil'
  if (typeof value === 'object' && 'keyword' in value) return `:${value.keyword}`
  return Array.isArray(value) ? `[${value.map(text).join(' ')}]` : JSON.stringify(value)
}
