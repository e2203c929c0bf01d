/**
 * The history of a run: what every operation asked, when, and what came of it. It is a fold over the run's operation events, and
 * is kept as `history.jsonl`: one JSON object a line, in the order of invocation,
 *
 *     {"client":"c1","op":17,"operation":{"f":"put","key":"k3","value":"c1-17"},
 *      "invoked_us":1204113,"completed_us":1206950,"outcome":"ok","result":{}}
 *
 * (on one line). `outcome` is `ok`, `fail` (certainly not applied) or `unknown` (it may have been applied, or may yet be);
 * `completed_us` is null for unknown ones, which stay open for ever; `result` is null unless `ok`. Times are run time. Histories of
 * other systems may also have operations that no protocol here serves.
 */
import { z } from 'zod'
import type { EventOf, LabEvent } from '../../src-shared/events'
import type { ClientId } from '../../src-shared/ids'
import { operationResultSchema, operationSchema } from '../../src-shared/operations'

const time_us = z.number().int().min(0)

export const recordedOperationSchema = z
  .strictObject({
    client: z.string().min(1),
    op: z.number().int().min(1),
    operation: operationSchema,
    /** How it was asked for; absent where the protocol leaves no choice. */
    policy: z.string().optional(),
    invoked_us: time_us,
    completed_us: time_us.nullable(),
    outcome: z.enum(['ok', 'fail', 'unknown']),
    result: operationResultSchema.nullable()
  })
  .refine(({ outcome, completed_us }) => (outcome === 'unknown') === (completed_us === null), {
    message: 'completed_us is null for unknown operations, and for them alone',
    path: ['completed_us']
  })
  .refine(({ invoked_us, completed_us }) => completed_us === null || completed_us >= invoked_us, {
    message: 'an operation cannot complete before it was invoked',
    path: ['completed_us']
  })
  .refine(({ outcome, result }) => (outcome === 'ok') === (result !== null), {
    message: 'ok operations have a result, others have null',
    path: ['result']
  })

/** One operation of a history. */
export type RecordedOperation = z.infer<typeof recordedOperationSchema>

/** Sources of `gap` events through which operation events pass. */
const HISTORY_SOURCES: ReadonlySet<string> = new Set(['clients', 'lab'])

type OperationEnd = EventOf<'ok'> | EventOf<'fail'> | EventOf<'info'>

/** Collects a run's history from its events. Operations without an end are unknown: they were open when the run stopped. */
export class HistoryFold {
  private readonly operations: RecordedOperation[] = []
  /** Place in `operations` of those still open. */
  private readonly open = new Map<string, number>()

  observe(event: LabEvent): void {
    switch (event.kind) {
      case 'invoke':
        this.open.set(openKey(event), this.operations.length)
        this.operations.push({
          client: event.client,
          op: event.op,
          operation: event.operation,
          ...(event.policy !== undefined && { policy: event.policy }),
          invoked_us: event.t,
          completed_us: null,
          outcome: 'unknown',
          result: null
        })
        return
      case 'ok':
      case 'fail':
      case 'info':
        return this.end(event)
      default:
        return
    }
  }

  /** The history so far, in the order of invocation. */
  history(): readonly RecordedOperation[] {
    return this.operations
  }

  private end(event: OperationEnd): void {
    const key = openKey(event)
    const at = this.open.get(key)
    // Its invocation was lost to a gap: nothing can be said of it.
    if (at === undefined) return
    this.open.delete(key)
    if (event.kind === 'info') return
    const result = event.kind === 'ok' ? event.result : null
    this.operations[at] = { ...this.operations[at]!, completed_us: event.t, outcome: event.kind, result }
  }
}

function openKey(event: { readonly client: ClientId; readonly op: number }): string {
  return `${event.client}:${event.op}`
}

/** The history of a run's events. */
export function historyOf(events: Iterable<LabEvent>): readonly RecordedOperation[] {
  const fold = new HistoryFold()
  for (const event of events) fold.observe(event)
  return fold.history()
}

/** Events lost where operations pass through. With any, the history may lack writes that others read: no check can be trusted. */
export function eventsLost(events: Iterable<LabEvent>): number {
  let lost = 0
  for (const event of events) if (event.kind === 'gap' && HISTORY_SOURCES.has(event.source)) lost += event.lost
  return lost
}

/** A history as the text of `history.jsonl`. */
export function formatHistory(history: readonly RecordedOperation[]): string {
  return history.map((operation) => `${JSON.stringify(operation)}\n`).join('')
}

/** A line of a history file that cannot be read. `line` counts from 1. */
export class HistoryFileError extends Error {
  override readonly name = 'HistoryFileError'
  constructor(
    readonly line: number,
    message: string
  ) {
    super(message)
  }
}

/** Reads the text of `history.jsonl`; empty lines are passed over. Throws {@link HistoryFileError} at the first bad line. */
export function parseHistory(text: string): RecordedOperation[] {
  const lines = new Map<string, number>()
  return text.split('\n').flatMap((content, i) => {
    if (content.trim() === '') return []
    const operation = parseLine(content, i + 1)
    const first = lines.get(openKey(operation))
    if (first !== undefined) {
      const { client, op } = operation
      throw new HistoryFileError(i + 1, `operation ${op} of ${client} stands in line ${first} already; expected each once`)
    }
    lines.set(openKey(operation), i + 1)
    return [operation]
  })
}

function parseLine(text: string, line: number): RecordedOperation {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new HistoryFileError(line, `not JSON: ${(error as Error).message}`)
  }
  const parsed = recordedOperationSchema.safeParse(value)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]!
  throw new HistoryFileError(line, `${issue.path.join('.') || 'operation'}: ${issue.message}`)
}
