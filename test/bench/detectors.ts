/**
 * Failure detectors in simulation: what SWIM costs a member and how soon a crash is found (Das, Gupta, Motivala 2002, §5), false accusations with each part of
 * Lifeguard (Dadgar, Phillips, Currey 2017), and false alarms against detection time for φ and fixed timeouts on the same heartbeats.
 */
import { simulate } from '../../src-main/lab/run/simulate'
import { parseText } from '../../src-main/lab/scenario-files/listing'
import { findProtocol } from '../../src-node/protocols/registry'
import type { LabEvent } from '../../src-shared/events'
import type { HeardGap } from '../../src-shared/failure-detection/trade-off'
import { phiTradeOff, silenceWithin, timeoutTradeOff } from '../../src-shared/failure-detection/trade-off'
import type { Ring } from '../../src-shared/folds/ring'
import { MemberView } from '../../src-shared/protocols/membership/facts'
import { foldHeard } from '../../src-shared/protocols/membership/detectors'
import type { Heard } from '../../src-shared/protocols/membership/detectors'
import { gapsByPeer } from '../../src-shared/protocols/membership/heard-gaps'
import type { BenchRow } from './row'

const PERIOD_MS = 200
const PERIOD_US = PERIOD_MS * 1_000
const SIZES = [8, 16, 32, 64, 128, 256, 512]
const ORDERS = ['round-robin', 'random']
/** Members that crash one after the other, each down for a while and back long before its next turn. */
const VICTIMS = 7
const TURN_S = 3
const DOWN_S = 2.5

const PARTS: Readonly<Record<string, object>> = {
  'SWIM alone': { lha_probe: false, lha_suspicion: false, buddy_system: false },
  probe: { lha_probe: true, lha_suspicion: false, buddy_system: false },
  suspicion: { lha_probe: false, lha_suspicion: true, buddy_system: false },
  buddy: { lha_probe: false, lha_suspicion: false, buddy_system: true },
  Lifeguard: { lha_probe: true, lha_suspicion: true, buddy_system: true }
}
const SLOW = ['n2', 'n3', 'n4']

/** One round is one seed of each case; more narrow the intervals. */
export function benchDetectors(rounds = 10): Promise<BenchRow[]> {
  const seeds = Array.from({ length: rounds }, (_, at) => at + 1)
  const members = SIZES.flatMap((nodes) => ORDERS.flatMap((order) => memberRows(nodes, order, seeds)))
  return Promise.resolve([...members, ...lifeguardRows(seeds), ...tradeOffRows(seeds)])
}

function memberRows(nodes: number, order: string, seeds: readonly number[]): BenchRow[] {
  // As many crashes for each size would take the largest hours.
  const used = seeds.slice(0, Math.max(1, Math.ceil((seeds.length * 64) / nodes)))
  const runs = used.map((seed) => detectionsOf(nodes, order, seed))
  const name = `N = ${nodes}, ${order}`
  return [
    intervalRow(
      `${name}: first suspicion`,
      'periods',
      runs.flatMap(({ periods }) => periods)
    ),
    intervalRow(
      `${name}: sent by a member`,
      'messages/period',
      runs.map(({ sent }) => sent)
    )
  ]
}

interface Detections {
  readonly periods: readonly number[]
  readonly sent: number
}

function detectionsOf(nodes: number, probe_order: string, seed: number): Detections {
  const timeline = Array.from({ length: VICTIMS }, (_, at) => ({
    at: 2 + at * TURN_S,
    for: DOWN_S,
    action: { do: 'crash', node: `n${at + 2}` }
  }))
  const down = new Map<string, number>()
  const periods: number[] = []
  // Links tell of themselves when something has passed.
  const offered = new Map<string, number>()
  const duration_s = 2 + VICTIMS * TURN_S
  run(
    {
      nodes,
      parameters: { start: 'known', period_ms: PERIOD_MS, probe_order, sync_ms: 0, reconnect_ms: 0 },
      timeline,
      duration_s,
      seed
    },
    (event) => {
      if (event.kind === 'node-exited') down.set(event.node, event.t)
      else if (event.kind === 'node-ready') down.delete(event.node)
      else if (event.kind === 'links')
        for (const [link, counters] of Object.entries(event.counters)) offered.set(link, counters.offered)
      else if (MemberView.is(event) && event.data.status === 'suspect') {
        const at_us = down.get(event.data.member)
        if (at_us === undefined) return
        down.delete(event.data.member)
        periods.push((event.t - at_us) / PERIOD_US)
      }
    }
  )
  const sent = [...offered.values()].reduce((sum, messages) => sum + messages, 0)
  return { periods, sent: (sent / nodes / duration_s / 1_000) * PERIOD_MS }
}

function lifeguardRows(seeds: readonly number[]): BenchRow[] {
  return Object.entries(PARTS).flatMap(([part, parameters]) => {
    const outcomes = seeds.map((seed) => accusationsOf(parameters, seed))
    return [
      intervalRow(
        `3 of 16 slow, ${part}: false accusations`,
        '',
        outcomes.map(({ accused }) => accused)
      ),
      intervalRow(
        `3 of 16 slow, ${part}: taken for dead, slow members`,
        '',
        outcomes.map(({ slow_lost }) => slow_lost)
      ),
      intervalRow(
        `3 of 16 slow, ${part}: taken for dead, others`,
        '',
        outcomes.map(({ others_lost }) => others_lost)
      )
    ]
  })
}

interface Accusations {
  accused: number
  slow_lost: number
  others_lost: number
}

/** All are well: whoever accuses somebody is wrong. */
function accusationsOf(parameters: object, seed: number): Accusations {
  const change = { settings: { delay_ms: 220, jitter_ms: 40 } }
  const timeline = SLOW.map((to) => ({ at: 2, for: 20, action: { do: 'link', from: '*', to, both: false, change } }))
  const counts: Accusations = { accused: 0, slow_lost: 0, others_lost: 0 }
  run({ nodes: 16, parameters: { start: 'known', ...parameters }, timeline, duration_s: 32, seed }, (event) => {
    if (!MemberView.is(event) || event.data.by !== event.node) return
    const { status, member } = event.data
    if (status === 'suspect') counts.accused++
    if (status === 'dead') counts[SLOW.includes(member) ? 'slow_lost' : 'others_lost']++
  })
  return counts
}

/** False alarms a minute of a peer that are borne with. */
const ALARMS = [10, 1, 0.1]

function tradeOffRows(seeds: readonly number[]): BenchRow[] {
  const by_seed = seeds.map(heardGaps)
  const peers = [...by_seed[0]!.keys()]
  return [...peers, 'all'].flatMap((peer) => {
    const gaps = by_seed.map((one) => (peer === 'all' ? [...one.values()].flat() : one.get(peer)!))
    return ALARMS.flatMap((alarms) => [
      silenceRow(
        `${peer}, ${alarms} false alarms/min: φ`,
        gaps.map((one) => phiTradeOff(one, PHI)),
        alarms
      ),
      silenceRow(`${peer}, ${alarms} false alarms/min: timeout`, gaps.map(timeoutTradeOff), alarms)
    ])
  })
}

const PHI = { model: 'normal', min_deviation_us: 5_000, acceptable_pause_us: 0 } as const
const LINKS = ['quiet', 'noisy', 'drifting']
/** Of the drifting link, ms, a quarter of a minute each. */
const DRIFT = [5, 20, 40, 60, 60, 40, 20, 5]
const STEP_S = 15

function heardGaps(seed: number): Map<string, HeardGap[]> {
  const noisy = ['n1', 'n3'].map((to) => ({
    from: 'n2',
    to,
    both: false,
    link: { delay_ms: 100, jitter_ms: 60, distribution: 'normal' }
  }))
  const timeline = DRIFT.map((jitter_ms, at) => ({
    at: at * STEP_S,
    action: { do: 'link', from: 'n3', to: '*', both: false, change: { settings: { jitter_ms, distribution: 'normal' } } }
  }))
  const heard = new Map<string, Ring<Heard>>()
  const parameters = { detector: 'phi-accrual', start: 'known', sync_ms: 0, reconnect_ms: 0 }
  const network = { default: { delay_ms: 100, jitter_ms: 2, distribution: 'normal' }, links: noisy }
  run({ nodes: 3, parameters, network, timeline, duration_s: DRIFT.length * STEP_S, seed }, (event) => foldHeard(heard, event))
  return new Map([...gapsByPeer(heard)].sort().map(([, gaps], at) => [LINKS[at]!, gaps]))
}

function silenceRow(name: string, curves: readonly Parameters<typeof silenceWithin>[0][], alarms: number): BenchRow {
  const silences_ms = curves.flatMap((points) => {
    const silence_us = silenceWithin(points, alarms)
    return silence_us === null ? [] : [silence_us / 1000]
  })
  return intervalRow(name, 'ms', silences_ms)
}

/** The mean with its 95 % interval. */
function intervalRow(name: string, unit: string, values: readonly number[]): BenchRow {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, values.length - 1)
  const margin = 1.96 * Math.sqrt(variance / values.length)
  return { name, unit, median: mean, low: mean - margin, high: mean + margin }
}

interface Case {
  readonly nodes: number
  readonly parameters: object
  readonly network?: object
  readonly timeline: readonly object[]
  readonly duration_s: number
  readonly seed: number
}

function run({ nodes, parameters, network, timeline, duration_s, seed }: Case, onEvent: (event: LabEvent) => void): void {
  const text = JSON.stringify({
    name: 'detectors',
    title: 'Failure detectors',
    summary: 'Members that judge each other.',
    engine: 'simulation',
    cluster: { protocol: 'membership', nodes, parameters },
    network: network ?? { default: { delay_ms: 2, jitter_ms: 1 } },
    workload: { clients: 0 },
    timeline,
    duration: duration_s,
    checks: []
  })
  const parsed = parseText(text, 'detectors.yaml')
  if (!parsed.ok) throw new Error(parsed.errors[0]!.text)
  const onEvents = (events: readonly LabEvent[]) => events.forEach(onEvent)
  simulate({ scenario: parsed.scenario, protocol: findProtocol('membership'), seed, onEvents })
}
