/** The one table of the kernel's kinds: how frequent each is, and what its events must have. */
import type { FactVolume } from './facts'
import type { EventBody, EventOf, FactEvent, MessageEvent } from './kernel'

/** `message`: of single messages. `operation`: of single operations, and lines of nodes' logs. The rest as facts declare it. */
export type Volume = FactVolume | 'message' | 'operation'

/** `strings` and the like: an array of nothing else. */
export type Shape =
  'string' | 'number' | 'boolean' | 'object' | 'strings' | 'numbers' | 'objects' | 'string or null' | 'number or null'

type KernelKind = Exclude<EventBody, FactEvent>['kind']
// prettier-ignore
type ShapeOf<T> =
  null extends T ? (NonNullable<T> extends string ? 'string or null' : 'number or null')
  : T extends string ? 'string'
  : T extends number ? 'number'
  : T extends boolean ? 'boolean'
  : T extends readonly string[] ? 'strings'
  : T extends readonly number[] ? 'numbers'
  : T extends readonly unknown[] ? 'objects'
  : 'object'
type RequiredFields<T> = { [F in keyof T as undefined extends T[F] ? never : F]: T[F] }
type OptionalFields<T> = { [F in keyof T as undefined extends T[F] ? F : never]-?: T[F] }
/** Every required field, and optional ones behind a `?` where a wrong one would do harm. */
type FieldsOf<T> = { readonly [F in Exclude<keyof RequiredFields<T>, 'kind' | 't' | 'seq'>]: ShapeOf<T[F]> } & {
  readonly [F in keyof OptionalFields<T> as F extends string ? `${F}?` : never]?: ShapeOf<OptionalFields<T>[F]>
}
interface KindOf<K extends KernelKind> {
  readonly volume: K extends MessageEvent['kind'] ? 'message' : Exclude<Volume, 'message'>
  readonly fields: FieldsOf<EventOf<K>>
}

const MESSAGE = { from: 'string', to: 'string', boot: 'number', n: 'number' } as const
const OPERATION = { client: 'string', op: 'number' } as const
const NODE = { node: 'string' } as const
const REPLICA = { node: 'string', 'group?': 'string' } as const

export const KERNEL_KINDS: { readonly [K in KernelKind]: KindOf<K> } = {
  'run-started': {
    volume: 'event',
    fields: {
      version: 'string',
      scenario: 'string',
      protocol: 'string',
      engine: 'string',
      seed: 'number',
      nodes: 'strings',
      clients: 'strings',
      started_at: 'string or null',
      switches: 'strings',
      'parameters?': 'object',
      'roles?': 'object',
      'links?': 'object'
    }
  },
  'run-ended': { volume: 'event', fields: { reason: 'string' } },
  notice: { volume: 'event', fields: { level: 'string', text: 'string' } },
  sampling: { volume: 'event', fields: { source: 'string', keep_one_in: 'number' } },
  intervention: { volume: 'event', fields: { step: 'number', intervention: 'object' } },
  gap: { volume: 'event', fields: { source: 'string', lost: 'number' } },
  'member-joined': { volume: 'event', fields: { ...NODE, role: 'string or null' } },
  'member-left': { volume: 'event', fields: NODE },
  'node-started': { volume: 'event', fields: { ...NODE, boot: 'number', pid: 'number or null' } },
  'node-ready': { volume: 'event', fields: { ...NODE, boot: 'number', recovered_records: 'number', truncated_bytes: 'number' } },
  'node-exited': {
    volume: 'event',
    fields: { ...NODE, boot: 'number', reason: 'string', code: 'number or null', signal: 'string or null', output: 'strings' }
  },
  'node-paused': { volume: 'event', fields: NODE },
  'node-resumed': { volume: 'event', fields: NODE },
  'node-clock': { volume: 'event', fields: { ...NODE, offset_us: 'number', drift_ppm: 'number' } },
  'node-disk': {
    volume: 'event',
    fields: {
      ...NODE,
      sync_delay_us: 'number',
      sync_fails: 'boolean',
      lose_unsynced: 'boolean',
      tear_unsynced: 'boolean',
      corrupt_writes: 'boolean'
    }
  },
  'node-switches': { volume: 'event', fields: { ...NODE, switches: 'strings' } },
  'node-log': { volume: 'operation', fields: { ...NODE, level: 'string', text: 'string' } },
  role: { volume: 'event', fields: { ...REPLICA, role: 'string', 'term?': 'number', 'leader?': 'string or null' } },
  contents: { volume: 'mark', fields: { ...REPLICA, sums: 'object' } },
  note: { volume: 'event', fields: { ...REPLICA, topic: 'string', detail: 'string' } },
  assertion: { volume: 'event', fields: { ...REPLICA, text: 'string' } },
  sent: { volume: 'message', fields: { ...MESSAGE, type: 'string', bytes: 'number' } },
  delivered: {
    volume: 'message',
    fields: { ...MESSAGE, late_us: 'number', copy: 'number', corrupted: 'boolean', 'altered?': 'boolean' }
  },
  dropped: { volume: 'message', fields: { ...MESSAGE, cause: 'string' } },
  held: { volume: 'message', fields: { ...MESSAGE, copy: 'number' } },
  received: { volume: 'message', fields: { ...MESSAGE, type: 'string' } },
  invoke: { volume: 'operation', fields: { ...OPERATION, operation: 'object' } },
  attempt: { volume: 'operation', fields: { ...OPERATION, attempt: 'number', node: 'string' } },
  ok: { volume: 'operation', fields: { ...OPERATION, result: 'object', latency_us: 'number', node: 'string' } },
  fail: { volume: 'operation', fields: { ...OPERATION, error: 'string', latency_us: 'number' } },
  info: { volume: 'operation', fields: { ...OPERATION, error: 'string', latency_us: 'number' } },
  'fault-started': {
    volume: 'event',
    fields: {
      fault: 'number',
      label: 'string',
      action: 'object',
      by: 'string',
      nodes: 'strings',
      links: 'strings'
    }
  },
  'fault-changed': { volume: 'event', fields: { fault: 'number', label: 'string', action: 'object' } },
  'fault-ended': { volume: 'event', fields: { fault: 'number', by: 'string' } },
  'link-changed': { volume: 'event', fields: { links: 'objects' } },
  sample: { volume: 'gauge', fields: { ...REPLICA, values: 'object' } },
  links: { volume: 'gauge', fields: { counters: 'object' } },
  violation: { volume: 'event', fields: { invariant: 'string', text: 'string', events: 'numbers' } },
  'writes-lost': { volume: 'event', fields: { operations: 'strings', text: 'string', events: 'numbers' } }
}
