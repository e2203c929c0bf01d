import { expect, test } from 'vitest'
import { simulate } from '../../../src-main/lab/run/simulate'
import { findProtocol } from '../../../src-node/protocols/registry'
import type { LabEvent } from '../../../src-shared/events'
import { scenarioSchema } from '../../../src-shared/scenario/schema'

test('the member with the role of the coordinator coordinates, whichever it is', () => {
  const members = [{ name: 'a' }, { name: 'b', role: 'participant' }, { name: 'boss', role: 'coordinator' }]
  const scenario = scenarioSchema.parse({
    name: 'x',
    title: 'X',
    engine: 'simulation',
    cluster: { protocol: 'atomic-commit', members },
    workload: { clients: 2, mix: { transaction: 1 } },
    timeline: [{ at: '1s', action: { do: 'crash', node: 'coordinator' } }],
    checks: ['invariants'],
    duration: '2s'
  })
  const events: LabEvent[] = []
  simulate({ scenario, protocol: findProtocol('atomic-commit'), seed: 1, onEvents: (batch) => events.push(...batch) })
  const roles = events.flatMap((event) => (event.kind === 'role' ? `${event.node} ${event.role}` : []))
  expect([...new Set(roles)].sort()).toEqual(['a participant', 'b participant', 'boss coordinator'])
  expect(events.find((event) => event.kind === 'ok')).toMatchObject({ node: 'boss' })
  expect(events.find((event) => event.kind === 'node-exited')).toMatchObject({ node: 'boss', reason: 'crashed' })
})
