import type { ProtocolDescription } from '../../description/protocol-description'
import { MESSAGES } from './messages'
import { NAME_SERVICE, RELAY } from './tiers'

const HUNT = 'services-chaos'

export const description = {
  name: 'services',
  title: 'Services that call each other',
  summary:
    'A request goes through a chain of services, each of which calls the next: with timeouts, deadlines, retries, circuit breakers and queues, and a payment at the end.',
  parameters: {
    calls: {
      type: 'number',
      title: 'Calls that a service makes of the next one at once, for each request',
      unit: 'calls',
      default: 1,
      min: 1,
      max: 1000,
      integer: true
    },
    workers: {
      type: 'number',
      title: 'Requests that a member works on at once',
      unit: 'requests',
      default: 8,
      min: 1,
      max: 10_000,
      integer: true
    },
    queue_max: {
      type: 'number',
      title: 'Requests that wait for a worker; what comes beyond is turned away',
      unit: 'requests',
      default: 100,
      min: 0,
      max: 10_000,
      integer: true
    },
    service_ms: { type: 'number', title: 'Work that a request is, mean', unit: 'ms', default: 2, min: 0, max: 60_000 },
    service_time: {
      type: 'choice',
      title: 'How the work of requests differs',
      default: 'constant',
      choices: ['constant', 'exponential']
    },
    slow_percent: { type: 'number', title: 'Requests that are slow', unit: '%', default: 0, min: 0, max: 100 },
    slow_ms: { type: 'number', title: 'Work that a slow request is', unit: 'ms', default: 1000, min: 0, max: 60_000 },
    timeout_ms: {
      type: 'number',
      title: 'A call without an answer is given up after',
      unit: 'ms',
      default: 200,
      min: 1,
      max: 60_000
    },
    deadline_ms: {
      type: 'number',
      title: 'A request is over, whatever has come of it, after',
      unit: 'ms',
      default: 1000,
      min: 1,
      max: 600_000
    },
    deadlines_travel: { type: 'boolean', title: 'Calls say how much time is left', default: true },
    retries: {
      type: 'choice',
      title: 'When a failed call is tried again',
      default: 'full-jitter',
      choices: ['none', 'naive', 'exponential', 'full-jitter']
    },
    attempts: { type: 'number', title: 'Tries of a call', unit: 'tries', default: 3, min: 1, max: 10, integer: true },
    backoff_ms: {
      type: 'number',
      title: 'Pause before the second try; it doubles with each',
      unit: 'ms',
      default: 20,
      min: 1,
      max: 60_000
    },
    backoff_max_ms: { type: 'number', title: 'Longest pause before a try', unit: 'ms', default: 1000, min: 1, max: 60_000 },
    retry_budget_percent: {
      type: 'number',
      title: 'Further tries, as a share of calls; 0: no budget',
      unit: '%',
      default: 20,
      min: 0,
      max: 1000
    },
    idempotency_keys: { type: 'boolean', title: 'A payment carries a key by which it is known again', default: true },
    keys_kept: {
      type: 'number',
      title: 'Keys of payments that are remembered',
      unit: 'keys',
      default: 10_000,
      min: 1,
      max: 100_000,
      integer: true
    },
    breaker_failures: {
      type: 'number',
      title: 'Failures in a row that open a circuit breaker; 0: there is none',
      unit: 'failures',
      default: 0,
      min: 0,
      max: 1000,
      integer: true
    },
    breaker_open_ms: { type: 'number', title: 'A breaker stays open for', unit: 'ms', default: 500, min: 1, max: 600_000 },
    shed_after_ms: {
      type: 'number',
      title: 'A request that has waited longer is dropped when its turn comes; 0: never',
      unit: 'ms',
      default: 0,
      min: 0,
      max: 60_000
    },
    hedge_after_ms: {
      type: 'number',
      title: 'A call without an answer is sent once more beside the first after; 0: never',
      unit: 'ms',
      default: 0,
      min: 0,
      max: 60_000
    },
    ttl_ms: { type: 'number', title: 'An address is kept for', unit: 'ms', default: 30_000, min: 0, max: 600_000 },
    authenticate: { type: 'boolean', title: 'Calls carry a code that only their sender can make', default: false },
    alter_percent: { type: 'number', title: 'Payments that the relay alters', unit: '%', default: 0, min: 0, max: 100 },
    encoding: {
      type: 'choice',
      title: 'How the order that calls carry is written',
      default: 'none',
      choices: ['none', 'json', 'messagepack', 'protobuf']
    },
    order_lines: { type: 'number', title: 'Lines of that order', unit: 'lines', default: 20, min: 1, max: 10_000, integer: true },
    bulk_kb: {
      type: 'number',
      title: 'Bulk data sent to the next service at a time; 0: none',
      unit: 'kB',
      default: 0,
      min: 0,
      max: 10_000
    },
    bulk_every_ms: {
      type: 'number',
      title: 'Time from one lot of bulk data to the next',
      unit: 'ms',
      default: 5000,
      min: 1,
      max: 600_000
    },
    version: {
      type: 'number',
      title: 'Version of the member; 2 sends a field that 1 does not know',
      unit: '',
      default: 1,
      min: 1,
      max: 2,
      integer: true
    },
    unknown_fields: {
      type: 'choice',
      title: 'What version 1 does with a field that it does not know',
      default: 'ignore',
      choices: ['ignore', 'refuse']
    }
  },
  operations: ['call', 'pay'],
  data_types: ['call'],
  policies: {
    reads: [
      {
        name: 'service-a',
        title: 'From the first service',
        explanation: 'The first service calls the next one, and so on; the last answers.',
        strategy: { name: 'call' }
      }
    ],
    writes: [
      {
        name: 'service-a',
        title: 'To the first service',
        explanation: 'An answer says that the last service has the payment on its disk.',
        strategy: { name: 'call' }
      }
    ]
  },
  roles: [
    { name: 'service-a', title: 'Service A', assignable: true, look: { icon: 'star', tone: 'teal' } },
    { name: 'service-b', title: 'Service B', assignable: true, look: { icon: 'circle', tone: 'slate' } },
    { name: 'service-c', title: 'Service C', assignable: true, look: { icon: 'square', tone: 'slate' } },
    { name: 'service-d', title: 'Service D', assignable: true, look: { icon: 'diamond', tone: 'gold' } },
    { name: NAME_SERVICE, title: 'Name service', assignable: true, look: { icon: 'dot', tone: 'neutral' } },
    { name: RELAY, title: 'Relay', assignable: true, look: { icon: 'triangle', tone: 'violet' } }
  ],
  series: [
    { name: 'queue_length', title: 'Requests that wait for a worker', unit: 'requests', chart: true },
    { name: 'working', title: 'Requests worked on', unit: 'requests', chart: true },
    { name: 'open_calls', title: 'Calls without an answer yet', unit: 'calls', chart: true },
    { name: 'calls_sent', title: 'Calls sent since the start, further tries included', unit: 'calls' },
    { name: 'retries', title: 'Further tries since the start', unit: 'calls' },
    { name: 'shed', title: 'Requests not worked on since the start', unit: 'requests' },
    { name: 'breakers_open', title: 'Circuit breakers open', unit: '' },
    { name: 'payments', title: 'Payments on the disk', unit: 'payments' }
  ],
  invariants: [
    {
      name: 'paid-once',
      title: 'A request pays once',
      explanation: 'With idempotency keys no request pays twice, however often it is tried again.'
    },
    {
      name: 'no-work-after-deadline',
      title: 'No work that nobody waits for',
      explanation: 'Where deadlines travel, no worker takes up a call whose deadline is over.'
    },
    { name: 'queue-bound', title: 'Queues are bounded', explanation: 'No more requests wait for a worker than queue_max says.' },
    {
      name: 'retry-budget',
      title: 'Further tries keep to their budget',
      explanation: 'A member sends no more further tries than its share of calls allows, beside ten at its start.'
    },
    {
      name: 'parent-known',
      title: 'Every span has its parent',
      explanation: 'Each call belongs to a request that its caller has got, and each request to a call that was sent.'
    }
  ],
  switches: [
    {
      name: 'new-key-for-each-try',
      title: 'A new key for each try',
      explanation: 'A caller makes a new idempotency key for each try, so that nobody can know the payment again.',
      breaks: 'safety',
      exposed_by: HUNT
    },
    {
      name: 'forget-keys',
      title: 'Keys kept in memory alone',
      explanation: 'The last service keeps the keys of payments in memory: after a crash it pays again.',
      breaks: 'safety',
      exposed_by: HUNT
    },
    {
      name: 'work-after-deadline',
      title: 'Deadlines not looked at',
      explanation: 'A worker takes up calls whose deadline is over.',
      breaks: 'safety',
      exposed_by: HUNT
    },
    {
      name: 'unbounded-queue',
      title: 'Everybody may wait',
      explanation: 'A full queue takes in what comes nevertheless.',
      breaks: 'safety',
      exposed_by: HUNT
    },
    {
      name: 'overdraw-budget',
      title: 'Budget not kept',
      explanation: 'Failed calls are tried again although the budget for it is used up.',
      breaks: 'safety',
      exposed_by: HUNT
    },
    {
      name: 'lose-parent',
      title: 'Trace lost on the way',
      explanation: 'A call is told the wrong parent, so that its work belongs to no call that was sent.',
      breaks: 'safety',
      exposed_by: HUNT
    }
  ],
  commands: [
    {
      name: 'point',
      title: 'Point a service at a member',
      arguments: [
        { name: 'service', type: 'text', optional: false },
        { name: 'node', type: 'node', optional: false }
      ],
      role: NAME_SERVICE
    }
  ],
  messages: MESSAGES,
  // Each request needs one member of each service; no number of nodes decides.
  quorum: 'none',
  configurations: []
} as const satisfies ProtocolDescription
