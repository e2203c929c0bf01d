import { expect, it } from 'vitest'
import { simulate } from '../../../src-main/lab/run/simulate'
import { findProtocol } from '../../../src-node/protocols/registry'
import { declareFact, KERNEL_KINDS } from '../../../src-shared/events'
import type { EventOf, LabEvent } from '../../../src-shared/events'
import { definitions, factNamed } from '../../../src-shared/protocols/registry'
import { Commit } from '../../../src-shared/protocols/replicated-log/facts'
import { volumeOf } from '../../../src-shared/protocols/volume'
import { scenarioSchema } from '../../../src-shared/scenario/schema'
import { z } from 'zod'

const stamped = (body: object): LabEvent => ({ ...body, t: 0, seq: 1 }) as LabEvent

/** What nodes need that nobody asks for anything. */
const PARAMETERS: Readonly<Record<string, object>> = {
  'ben-or': { instances: 100 },
  clocks: { random_every_ms: 100 },
  'clock-sync': { poll_interval_ms: 200 },
  membership: { detector: 'phi-accrual' },
  gossip: { updates: 10, update_every_ms: 200 }
}
/** A saga needs a node for each service. */
const NODES: Readonly<Record<string, number>> = { saga: 4 }

/** Every fact that a crash and the nodes' work bring about. */
function factsOf(protocol: string): EventOf<'fact'>[] {
  const facts: EventOf<'fact'>[] = []
  const { operations } = findProtocol(protocol).description
  const mix = operations.includes('get') ? undefined : Object.fromEntries(operations.map((operation) => [operation, 1]))
  const scenario = scenarioSchema.parse({
    name: 'x',
    title: 'X',
    cluster: { protocol, nodes: NODES[protocol] ?? 3, parameters: PARAMETERS[protocol] },
    workload: { clients: 2, think_time: 0.01, mix },
    timeline: [{ at: 2, for: 1, action: { do: 'crash', node: 'n2' } }],
    duration: 4
  })
  const onEvents = (events: readonly LabEvent[]) => {
    for (const event of events) if (event.kind === 'fact') facts.push(event)
  }
  simulate({ scenario, protocol: findProtocol(protocol), seed: 1, onEvents })
  return facts
}

it.each(definitions.map(({ description, facts }) => [description.name, facts] as const))(
  '%s tells only facts that it declares, with the fields that it declares, each in a sentence',
  (protocol, declared) => {
    const told = factsOf(protocol)
    expect(told.length).toBeGreaterThan(20)
    for (const event of told) {
      const fact = declared.find(({ name }) => name === event.fact)
      expect(fact?.fits(event.data), JSON.stringify(event)).toBe(true)
      expect(fact!.textOf(event)).toMatch(/^\S.*\S\.$/)
    }
  }
)

it('no two facts have one name, and none that of a kind of the kernel', () => {
  for (const fact of definitions.flatMap(({ facts }) => facts)) {
    expect(factNamed(fact.name), fact.name).toBe(fact)
    expect(Object.keys(KERNEL_KINDS)).not.toContain(fact.name)
  }
})

it('a declared fact makes its events and knows them from others', () => {
  const Seen = declareFact({ name: 'seen', volume: 'mark', fields: z.object({ n: z.number() }), text: ({ n }) => `${n}.` })
  const event = stamped(Seen.of('n1', { n: 7 }))
  expect(event).toEqual({ kind: 'fact', fact: 'seen', node: 'n1', data: { n: 7 }, t: 0, seq: 1 })
  expect(Seen.is(event) && event.data.n).toBe(7)
  expect(Seen.is(stamped(Commit.of('n1', { index: 7, term: 1 })))).toBe(false)
  expect([Seen.fits({ n: 7 }), Seen.fits({ n: '7' }), Seen.fits(null)]).toEqual([true, false, false])
})

it('how frequent an event is says its declaration, of the kernel or of a fact', () => {
  const role = stamped({ kind: 'role', node: 'n1', role: 'leader' })
  const unknown = stamped({ kind: 'fact', fact: 'never declared', node: 'n1', data: {} })
  expect([role, stamped(Commit.of('n1', { index: 7, term: 1 })), unknown].map(volumeOf)).toEqual(['event', 'gauge', 'mark'])
})
