/** What the screen and the metrics make of a run in which a member crashes. */
import { expect, it } from 'vitest'
import { simulate } from '../../../src-main/lab/run/simulate'
import { findProtocol } from '../../../src-node/protocols/registry'
import { cloneFold } from '../../../src-shared/folds/clone'
import { strongestClasses, verdictOf } from '../../../src-shared/failure-detection/classes'
import { createRunFold, foldEvent } from '../../../src-shared/folds/run'
import type { LabEvent } from '../../../src-shared/events'
import type { RunFold } from '../../../src-shared/folds/run'
import { headlineText } from '../../../src-shared/panels/headline'
import { membership } from '../../../src-shared/protocols/membership'
import { detectorsFold } from '../../../src-shared/protocols/membership/detectors'
import { highestPhi } from '../../../src-shared/protocols/membership/phi-chart'
import { detectorClass } from '../../../src-shared/scenario/expectations/detector-class'
import { scenarioSchema } from '../../../src-shared/scenario/schema'

/** n3 of three crashes at 2 s; the run as it stands at 4 s. */
function crashed(parameters: object): RunFold {
  const run = createRunFold(membership)
  const scenario = scenarioSchema.parse({
    name: 'x',
    title: 'X',
    cluster: { protocol: 'membership', nodes: 3, parameters: { start: 'known', ...parameters } },
    network: { default: { delay_ms: 2 } },
    workload: { clients: 0 },
    timeline: [{ at: 2, action: { do: 'crash', node: 'n3' } }],
    duration: 4
  })
  const onEvents = (events: readonly LabEvent[]) => events.forEach((event) => foldEvent(run, event))
  simulate({ scenario, protocol: findProtocol('membership'), seed: 1, onEvents })
  return run
}

function classesOf(run: RunFold): Record<string, string | undefined> {
  const { histories } = detectorsFold.of(run)!
  return Object.fromEntries([...histories].map(([name, history]) => [name, strongestClasses(verdictOf(history))[0]]))
}

it('probes are perfect where nobody is suspected who is up', () => {
  const run = crashed({ period_ms: 50, probe_timeout_ms: 15 })
  expect(classesOf(run)).toEqual({ swim: 'P' })
  expect(classesOf(cloneFold(run))).toEqual({ swim: 'P' })
  expect(headlineText(membership.panels.headline!(run)!)).toBe('2 of 3 members are up, and all know it')
  expect(membership.panels.beliefs!(run, 'n1')?.text).toBe('n1 knows who is up')
})

it('both heartbeat detectors have a history of their own, from the same heartbeats', () => {
  expect(classesOf(crashed({ detector: 'phi-accrual' }))).toEqual({ timeout: 'P', phi: 'P' })
  expect(classesOf(crashed({ detector: 'heartbeat-timeout', heartbeat_timeout_ms: 60_000 }))).toEqual({
    timeout: undefined,
    phi: 'P'
  })
})

it('a member that has not found out yet is wrong, and its list says about whom', () => {
  const run = crashed({ detector: 'heartbeat-timeout', heartbeat_timeout_ms: 60_000 })
  expect(headlineText(membership.panels.headline!(run)!)).toBe('2 of 3 members are up · wrong about it: n1 and n2')
  expect(membership.panels.beliefs!(run, 'n1')?.text).toBe('n1 is wrong about n3')
  const [panel] = membership.panels.node
  if (panel?.kind !== 'table') throw new Error('no list')
  expect(panel.rows(run, 'n1').shown.map(({ cells, marked }) => [cells[0], cells[1], marked])).toEqual([
    ['n2', 'alive', false],
    ['n3', 'alive', true]
  ])
})

it('phi of a member that is silent grows, that of one that speaks stays low', () => {
  const run = crashed({ detector: 'phi-accrual' })
  const end_us = run.cluster.now_us
  expect(highestPhi(run, 'n3', end_us)).toBe(16)
  expect(highestPhi(run, 'n2', end_us)).toBeLessThan(8)
})

it('what a detector reached stands beside the canvas, with what speaks against more', () => {
  const run = crashed({ detector: 'heartbeat-timeout', heartbeat_timeout_ms: 60_000 })
  const [panel] = membership.panels.run
  if (panel?.kind !== 'claims') throw new Error('no claims')
  const [timeout, phi] = panel.claims(run)
  expect(timeout).toMatchObject({ of: 'Fixed timeout', claim: 'in no class' })
  expect(timeout!.failures.map(({ what, text }) => `${what}: ${text}`)).toEqual([
    'no strong completeness: n3 is down, and n1 and n2 do not suspect it',
    'no weak completeness: n3 is down, and nobody suspects it'
  ])
  expect(timeout!.failures[0]!.t_us).toBeGreaterThanOrEqual(2e6)
  expect(phi!.claim).toBe('P')
  expect(phi!.text).toMatch(/^P from 2\.\d\d s on, for 1\.\d\d s; 0 mistakes$/)
})

it('a scenario claims a class, and for how long it has held', () => {
  const events: LabEvent[] = []
  const scenario = scenarioSchema.parse({
    name: 'x',
    title: 'X',
    cluster: { protocol: 'membership', nodes: 3, parameters: { detector: 'phi-accrual', start: 'known' } },
    workload: { clients: 0 },
    timeline: [{ at: 2, action: { do: 'crash', node: 'n3' } }],
    duration: 4,
    expectations: [
      { expect: 'detector-class', detector: 'phi', reaches: 'P' },
      { expect: 'detector-class', detector: 'phi', reaches: 'eventually W', held_for: '1s' },
      { expect: 'detector-class', detector: 'phi', reaches: 'P', held_for: '3s' },
      { expect: 'detector-class', detector: 'swim', reaches: 'W' }
    ]
  })
  simulate({ scenario, protocol: findProtocol('membership'), seed: 1, onEvents: (news) => events.push(...news) })
  const observed = scenario.expectations.map((expectation) =>
    expectation.expect === 'detector-class' ? detectorClass.observe(expectation, { events } as never) : null
  )
  expect(observed.map((one) => one?.met)).toEqual([true, true, false, false])
  expect(observed[2]?.observed).toMatch(/^P from 2\.\d+ s on, for 1\.\d+ s$/)
  expect(observed[3]?.observed).toBe('it did not run')
})
