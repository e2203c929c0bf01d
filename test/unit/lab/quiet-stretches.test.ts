import { expect, it } from 'vitest'
import { QuietStretches } from '../../../src-main/lab/recording/quiet-stretches'
import type { EventBody, LabEvent } from '../../../src-shared/events'

let seq = 0
const event = (t: number, body: EventBody): LabEvent => ({ ...body, t, seq: ++seq }) as LabEvent
const started = (protocol: string) =>
  event(0, {
    ...{ kind: 'run-started', version: '0.0.0', scenario: 'made-up', protocol, engine: 'simulation', seed: 1 },
    ...{ nodes: ['n1'], clients: ['c1'], started_at: null, switches: [] }
  } as EventBody)
const invoke = (t: number, op: number) =>
  event(t, { kind: 'invoke', client: 'c1', op, operation: { f: 'get', key: 'a' } } as EventBody)
const attempt = (t: number, op: number, number = 1) =>
  event(t, { kind: 'attempt', client: 'c1', op, attempt: number, node: 'n1' })
const ok = (t: number, op: number) =>
  event(t, { kind: 'ok', client: 'c1', op, result: { value: '1' }, latency_us: 1, node: 'n1' } as unknown as EventBody)
const operation = (t: number, op: number) => [invoke(t, op), attempt(t, op), ok(t + 1, op)]
const sample = (t: number) => event(t, { kind: 'sample', node: 'n1', values: { lag: t } } as unknown as EventBody)
const fault = (t: number) =>
  event(t, {
    ...{ kind: 'fault-started', fault: 1, label: 'Cut', action: { do: 'heal' }, by: 'timeline', nodes: [], links: [] }
  } as unknown as EventBody)
const healed = (t: number) => event(t, { kind: 'fault-ended', fault: 1, by: 'timeline' })

/** What is left of the last of these batches, with the newest operation alone kept whole. */
function thinned(...batches: readonly (readonly LabEvent[])[]): string[] {
  const stretches = new QuietStretches(1)
  const old = [...batches, operation(9_000_000, 99), operation(9_100_000, 100)].flatMap((batch) => stretches.push(batch))
  return old[batches.length - 1]!.map(({ kind, t }) => `${kind} ${t}`)
}

it('of operations that succeeded at once the outcome is left, of gauges one a second', () => {
  const quiet = [sample(1_000_000), ...operation(1_100_000, 1), sample(1_200_000), sample(2_000_000)]
  expect(thinned([started('raft')], quiet)).toEqual(['ok 1100001', 'sample 1200000', 'sample 2000000'])
})

it('others stay as they are: with a second attempt, and those that reach into another batch', () => {
  const retried = [invoke(1, 1), attempt(1, 1), attempt(2, 1, 2), ok(3, 1)]
  expect(thinned([started('raft')], [...retried, invoke(4, 2), attempt(4, 2)])).toHaveLength(6)
  expect(thinned([started('raft')], [ok(5, 3)])).toEqual(['ok 5'])
})

it('nothing is left out while there is a fault, nor of how the run began', () => {
  const busy = [...operation(1, 1), ...operation(2, 2)]
  expect(thinned([started('raft'), ...busy])).toHaveLength(7)
  expect(thinned([started('raft'), fault(0)], busy)).toHaveLength(6)
  expect(thinned([started('raft')], [...busy, fault(5)])).toHaveLength(7)
  expect(thinned([started('raft'), fault(0)], [healed(1), ...busy])).toHaveLength(7)
  expect(thinned([started('raft'), fault(0)], [healed(1)], busy)).toHaveLength(2)
})

it('where a fold of the protocol reads how operations began, that stays; so it does where the protocol is not known', () => {
  for (const protocol of ['quorum', 'unheard-of']) expect(thinned([started(protocol)], operation(1, 1))).toHaveLength(3)
})

it('the newest operations are held, and given whole at the end', () => {
  const stretches = new QuietStretches(2)
  const batches = [[started('raft')], operation(1, 1), operation(2, 2), operation(3, 3)]
  const old = batches.flatMap((batch) => stretches.push(batch))
  expect(old.map(({ length }) => length)).toEqual([1, 1])
  expect(stretches.rest()).toEqual(batches.slice(2))
})
