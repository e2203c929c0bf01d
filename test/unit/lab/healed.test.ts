import { describe, expect, it } from 'vitest'
import { VirtualRun } from '../../../src-main/lab/run/virtual-run'
import { findProtocol } from '../../../src-node/protocols/registry'
import { DEFAULT_TRACE } from '../../../src-node/node-core/conditions'
import type { EventOf, LabEvent } from '../../../src-shared/events'
import type { FaultActionInput } from '../../../src-shared/faults/actions'
import { createClusterFold, foldCluster } from '../../../src-shared/folds/cluster'
import { clears } from '../../../src-shared/network/netem'
import { drawTimeline } from '../../../src-shared/scenario/chaos'
import { scenarioSchema } from '../../../src-shared/scenario/schema'
import { CHAOS_FAULTS, chaosSchema } from '../../../src-shared/scenario/sections/chaos'
import type { TimelineEntry } from '../../../src-shared/scenario/sections/timeline'
import { raft } from '../../../src-shared/protocols/raft'

/** No fault is left by then; what follows shows how the cluster works once it is healed. */
const HEALED_S = 2
const DURATION_S = 4
/** The faults begin when the cluster has elected a leader, and last this long. */
const START_MS = 700
const LASTING_MS = HEALED_S * 1000 - START_MS
const NODES = ['n1', 'n2', 'n3']

/** Everything that happens in a cluster of three under this timeline. */
function run(timeline: readonly object[], protocol = 'raft', seed = 1): LabEvent[] {
  const scenario = scenarioSchema.parse({
    name: 'x',
    title: 'X',
    cluster: { protocol, nodes: NODES },
    workload: { clients: 2, think_time: '20ms', mix: { get: 1, put: 1 } },
    duration: DURATION_S
  })
  const described = findProtocol(protocol)
  const run = new VirtualRun({
    // As the plan has it, without a way through a file.
    scenario: { ...scenario, timeline: timeline as TimelineEntry[] },
    protocol: described,
    seed,
    trace: { ...DEFAULT_TRACE, messages_per_s: 200 },
    invariants: []
  })
  while (run.now_us < DURATION_S * 1e6 && run.step());
  return run.take()
}

/** What faults can change of a cluster, as it is at the end. */
function condition(events: readonly LabEvent[]) {
  const cluster = createClusterFold(raft.description)
  for (const event of events) foldCluster(cluster, event)
  const nodes = [...cluster.nodes.values()].map(({ id, process, clock_offset_us, clock_drift_ppm, disk, switches }) => {
    return { id, process, clock_offset_us, clock_drift_ppm, disk, switches }
  })
  const disturbed = [...cluster.links.values()].filter(({ mode, settings }) => mode !== 'open' || !clears(settings))
  return { nodes, disturbed }
}

/** What lies in the healed time, late enough that reconnecting and electing are over. */
function healed(events: readonly LabEvent[]): LabEvent[] {
  return events.filter(({ t }) => t > (HEALED_S + 1) * 1e6)
}

function newest(events: readonly LabEvent[], node: string): EventOf<'sample'> {
  return events.filter((event): event is EventOf<'sample'> => event.kind === 'sample' && event.node === node).at(-1)!
}

/** The cluster is in the condition of one that nobody touched, and works as that does. */
function expectHealed(events: readonly LabEvent[], untouched: readonly LabEvent[]): void {
  expect(condition(events)).toEqual(condition(untouched))
  const late = healed(events)
  expect(late.filter(({ kind }) => kind === 'ok').length).toBeGreaterThan(20)
  for (const event of late) if (event.kind === 'delivered') expect(event.late_us).toBeLessThan(5000)
  for (const node of NODES) {
    const { values } = newest(late, node)
    expect(values.sync_ms).toBeLessThan(5)
    expect(Math.abs(values.clock_error_ms!)).toBeLessThan(1)
  }
}

const FAULTS: Record<string, FaultActionInput> = {
  'a partition': { do: 'partition', partition: { shape: 'isolate', nodes: ['n1'] } },
  'a one-way partition': { do: 'partition', partition: { shape: 'isolate', nodes: ['n1'], direction: 'in' } },
  'refused links': { do: 'link', from: 'n1', to: '*', change: { mode: 'refuse' } },
  'reset links': { do: 'link', from: 'n1', to: '*', change: { mode: 'reset' } },
  'half-open links': { do: 'link', from: 'n1', to: '*', change: { mode: 'half-open' } },
  'a delay longer than the run': { do: 'link', from: '*', to: '*', change: { settings: { delay_ms: 60_000, jitter_ms: 1000 } } },
  'a trickle': { do: 'link', from: 'n1', to: '*', change: { settings: { rate_bit_s: 1000 } } },
  'lossy links': { do: 'link', from: '*', to: '*', change: { settings: { loss_percent: 100 } } },
  'a crash': { do: 'crash', node: 'n1' },
  'a crash of all': { do: 'crash-all' },
  'a stop': { do: 'stop', node: 'n1' },
  'a pause': { do: 'pause', node: 'n1' },
  'a clock that is set on': { do: 'clock', node: 'n1', offset_ms: 60_000, drift_ppm: 100_000 },
  'a clock that is set back': { do: 'clock', node: 'n1', offset_ms: -60_000, drift_ppm: -100_000 },
  'a disk that hangs': { do: 'disk', node: 'n1', sync_delay_ms: 60_000 },
  'a disk that loses what it did not sync': { do: 'disk', node: 'n1', sync_delay_ms: 60_000, lose_unsynced: true },
  'a disk that tears': { do: 'disk', node: 'n1', sync_delay_ms: 60_000, tear_unsynced: true },
  'a bug': { do: 'switch', switch: 'stale-reads', node: 'n1' }
}

/** What else happens to the node while the fault lasts. */
const CONCURRENT_ACTIONS: Record<string, readonly object[]> = {
  'with the node up': [],
  'with the node down, to be started later': [{ at: 1000, for: 1100, times: 1, action: { do: 'crash', node: 'n1' } }],
  'with the node restarted meanwhile': [{ at: 1000, for: 300, times: 1, action: { do: 'crash', node: 'n1' } }],
  'with the node stopped and started meanwhile': [{ at: 1000, for: 300, times: 1, action: { do: 'stop', node: 'n1' } }],
  'with the node starting at that moment': [{ at: 1000, for: 995, times: 1, action: { do: 'crash', node: 'n1' } }],
  'with the node paused': [{ at: 1000, for: 1100, times: 1, action: { do: 'pause', node: 'n1' } }],
  'with the node cut off': [
    {
      at: 1000,
      for: 1100,
      times: 1,
      action: { do: 'partition', partition: { shape: 'isolate', nodes: ['n1'], direction: 'both' }, mode: 'cut' }
    }
  ]
}

const untouched = new Map(['raft', 'leader-follower', 'quorum', 'multi-leader'].map((protocol) => [protocol, run([], protocol)]))

describe.each(Object.keys(CONCURRENT_ACTIONS))('a fault that ends %s', (meanwhile) => {
  it.each(Object.keys(FAULTS))('leaves nothing behind: %s', (fault) => {
    const action = scenarioSchema.shape.timeline.parse([{ at: 0, action: FAULTS[fault] }])[0]!.action
    const timeline = [{ at: START_MS, for: LASTING_MS, times: 1, action }, ...CONCURRENT_ACTIONS[meanwhile]!]
    expectHealed(run(timeline), untouched.get('raft')!)
  })
})

describe.each([...untouched.keys()])('random faults of every kind on %s', (protocol) => {
  const leads = protocol === 'raft' || protocol === 'leader-follower'
  // Who joins or leaves makes it another cluster.
  const kinds = CHAOS_FAULTS.filter((kind) => kind !== 'join' && kind !== 'leave' && (protocol === 'raft' || kind !== 'transfer'))
  const chaos = chaosSchema.parse({
    faults: Object.fromEntries(kinds.map((kind) => [kind, 1])),
    interval: ['0ms', '300ms'],
    fault_duration: ['50ms', '1s'],
    max_concurrent: 8,
    max_down: 3,
    max_disks_lost: 0,
    leader_share: leads ? 0.4 : 0,
    start: '500ms',
    quiet_period: DURATION_S - HEALED_S
  })

  it.each([1, 2, 3])('leave nothing behind (seed %i)', (seed) => {
    const events = run(drawTimeline(chaos, NODES, DURATION_S * 1000, seed), protocol, seed)
    expect(condition(events)).toEqual(condition(untouched.get(protocol)!))
  })
})
