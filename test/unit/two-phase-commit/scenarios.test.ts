import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { simulate } from '../../../src-main/lab/run/simulate'
import { readScenario } from '../../../src-main/lab/scenario-files/scenarios'
import { runSeed } from '../../../src-main/sweep/run-seed'
import { findProtocol } from '../../../src-node/protocols/registry'
import type { LabEvent } from '../../../src-shared/events'
import { scenarioSchema } from '../../../src-shared/scenario/schema'

const IDS = readdirSync('resources/scenarios')
  .filter((name) => name.startsWith('two-phase-commit-'))
  .map((name) => name.replace('.yaml', ''))

describe('the two-phase commit scenarios, in virtual time', () => {
  test.each(IDS)('%s does what it says', (id) => {
    const { parse } = readScenario(id)
    if (!parse.ok) throw new Error(JSON.stringify(parse.errors))
    expect(runSeed(parse.scenario, parse.scenario.seed).failures).toEqual([])
  })
})

test('the member with the role of the coordinator coordinates, whichever it is', () => {
  const members = [{ name: 'a' }, { name: 'b', role: 'participant' }, { name: 'boss', role: 'coordinator' }]
  const scenario = scenarioSchema.parse({
    name: 'x',
    title: 'X',
    engine: 'simulation',
    cluster: { protocol: 'two-phase-commit', members },
    workload: { clients: 2, mix: { transaction: 1 } },
    timeline: [{ at: '1s', action: { do: 'crash', node: 'coordinator' } }],
    checks: ['invariants'],
    duration: '2s'
  })
  const events: LabEvent[] = []
  simulate({ scenario, protocol: findProtocol('two-phase-commit'), seed: 1, onEvents: (batch) => events.push(...batch) })
  const roles = events.flatMap((event) => (event.kind === 'role' ? `${event.node} ${event.role}` : []))
  expect([...new Set(roles)].sort()).toEqual(['a participant', 'b participant', 'boss coordinator'])
  expect(events.find((event) => event.kind === 'ok')).toMatchObject({ node: 'boss' })
  expect(events.find((event) => event.kind === 'node-exited')).toMatchObject({ node: 'boss', reason: 'crashed' })
})
