import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { drawCore, drawFaults, drawTimeline } from '../../../src-shared/scenario/chaos'
import { convergingNodes, withExpandedPlan } from '../../../src-shared/scenario/plan'
import { scenarioSchema } from '../../../src-shared/scenario/schema'
import { CHAOS_FAULTS, chaosSchema } from '../../../src-shared/scenario/sections/chaos'
import { timelineEntrySchema } from '../../../src-shared/scenario/sections/timeline'
import type { Chaos, ChaosFault } from '../../../src-shared/scenario/sections/chaos'
import type { TimelineEntry } from '../../../src-shared/scenario/sections/timeline'

const range = (most_ms: number) =>
  fc.tuple(fc.nat(most_ms), fc.nat(most_ms)).map(([a, b]) => [`${Math.min(a, b)}ms`, `${Math.max(a, b)}ms`])

/** Bounds of every kind, with pauses from none at all to a second. */
const chaosArbitrary = fc
  .record({
    faults: fc.dictionary(fc.constantFrom(...CHAOS_FAULTS), fc.integer({ min: 0, max: 5 }), { minKeys: 1 }),
    interval: range(1000),
    fault_duration: range(3000),
    max_concurrent: fc.integer({ min: 1, max: 6 }),
    max_down: fc.option(fc.nat(7), { nil: undefined }),
    max_disks_lost: fc.option(fc.nat(3), { nil: undefined }),
    max_restarted: fc.option(fc.nat(3), { nil: undefined }),
    leader_share: fc.double({ min: 0, max: 1, noNaN: true }),
    start: fc.nat(2000).map((ms) => `${ms}ms`),
    quiet_period: fc.nat(3000).map((ms) => `${ms}ms`)
  })
  .map((chaos): Chaos => chaosSchema.parse(chaos))

const situation = fc.record({
  chaos: chaosArbitrary,
  nodes: fc.integer({ min: 1, max: 7 }).map((count) => Array.from({ length: count }, (_, i) => `n${i + 1}`)),
  duration_ms: fc.integer({ min: 1000, max: 12_000 }),
  seed: fc.nat(2 ** 32 - 1)
})

const endOf = ({ at, for: lasting = 0 }: TimelineEntry) => at + lasting

/** Everything that these bounds draw over a hundred seeds. */
function drawn(faults: Partial<Record<ChaosFault, number>>, extra: object = {}): TimelineEntry[] {
  const chaos = chaosSchema.parse({ faults, ...extra })
  return Array.from({ length: 100 }, (_, seed) => drawTimeline(chaos, ['A', 'B', 'C', 'D', 'E'], 20_000, seed)).flat()
}

/** Faults after which a node has to start again. */
const ENDS_PROCESSES: ReadonlySet<ChaosFault> = new Set([
  'crash',
  'crash-all',
  'stop',
  'failing-disk',
  'power-cut',
  'torn-write',
  'lose-disk',
  'restore-disk'
])

const nodeOf = ({ action }: TimelineEntry) => ('node' in action ? [action.node as string] : [])

const actions = (kind: ChaosFault, extra?: object) => drawn({ [kind]: 1 }, extra).map(({ action }) => action)

describe('a drawn timeline', () => {
  it('is the same for the same seed and another for another', () => {
    const chaos = chaosSchema.parse({ faults: { crash: 1, partition: 1 } })
    const draw = (seed: number) => drawTimeline(chaos, ['A', 'B', 'C'], 20_000, seed)
    expect(draw(7)).toEqual(draw(7))
    expect(draw(7)).not.toEqual(draw(8))
  })

  it('begins no fault before start and has ended each one calm before the end', () => {
    fc.assert(
      fc.property(situation, ({ chaos, nodes, duration_ms, seed }) => {
        for (const entry of drawTimeline(chaos, nodes, duration_ms, seed)) {
          expect(entry.at).toBeGreaterThanOrEqual(chaos.start)
          expect(endOf(entry)).toBeLessThanOrEqual(duration_ms - chaos.quiet_period)
        }
      })
    )
  })

  it('has no more faults in force at once than max_concurrent', () => {
    fc.assert(
      fc.property(situation, ({ chaos, nodes, duration_ms, seed }) => {
        const faults = drawFaults(chaos, nodes, duration_ms, seed)
        for (const { at } of faults) {
          const in_force = faults.filter((fault) => fault.at <= at && at <= fault.at + fault.lasting)
          expect(in_force.length).toBeLessThanOrEqual(chaos.max_concurrent)
        }
      })
    )
  })

  it('keeps every entry of a fault within that fault', () => {
    fc.assert(
      fc.property(situation, ({ chaos, nodes, duration_ms, seed }) => {
        for (const { at, lasting, entries } of drawFaults(chaos, nodes, duration_ms, seed)) {
          expect(Math.min(...entries.map((entry) => entry.at))).toBe(at)
          expect(Math.max(...entries.map(endOf))).toBe(at + lasting)
        }
      })
    )
  })

  it('has no more nodes down or paused at once than max_down, but for faults that take all', () => {
    const takesDown = ({ action }: TimelineEntry) =>
      ['crash', 'lose-disk', 'restore-disk', 'stop', 'pause'].includes(action.do) || (action.do === 'disk' && action.sync_fails)
    fc.assert(
      fc.property(situation, ({ chaos, nodes, duration_ms, seed }) => {
        const down = drawTimeline(chaos, nodes, duration_ms, seed).filter(takesDown)
        const most = chaos.max_down ?? Math.ceil(nodes.length / 2) - 1
        for (const { at } of down) {
          expect(down.filter((entry) => entry.at <= at && at <= endOf(entry)).length).toBeLessThanOrEqual(most)
        }
      })
    )
  })

  it('takes no node down while a fault that takes all is in force', () => {
    fc.assert(
      fc.property(situation, ({ chaos, nodes, duration_ms, seed }) => {
        const down = drawTimeline(chaos, nodes, duration_ms, seed).filter(({ action }) =>
          ['crash-all', 'crash', 'stop', 'pause'].includes(action.do)
        )
        for (const all of down.filter(({ action }) => action.do === 'crash-all')) {
          const others = down.filter((entry) => entry !== all && entry.at <= endOf(all) && all.at <= endOf(entry))
          expect(others).toEqual([])
        }
      })
    )
  })

  it('takes the disks of no more nodes than max_disks_lost in the whole run', () => {
    fc.assert(
      fc.property(situation, ({ chaos, nodes, duration_ms, seed }) => {
        const struck = drawTimeline(chaos, nodes, duration_ms, seed).flatMap(({ action }) =>
          action.do === 'lose-disk' || action.do === 'restore-disk' ? [action.node] : []
        )
        expect(new Set(struck).size).toBeLessThanOrEqual(chaos.max_disks_lost ?? Math.ceil(nodes.length / 2) - 1)
      })
    )
  })

  it('ends the processes of no more nodes than max_restarted in the whole run', () => {
    fc.assert(
      fc.property(situation, ({ chaos, nodes, duration_ms, seed }) => {
        const ended = drawFaults(chaos, nodes, duration_ms, seed)
          .filter(({ kind }) => ENDS_PROCESSES.has(kind))
          .flatMap(({ kind, entries }) => (kind === 'crash-all' || kind === 'power-cut' ? nodes : entries.flatMap(nodeOf)))
        if (chaos.max_restarted === undefined) return
        expect(ended).not.toContain('leader')
        expect(new Set(ended).size).toBeLessThanOrEqual(chaos.max_restarted)
      })
    )
  })

  it('strikes whole regions where there are any, and nothing else goes down meanwhile', () => {
    const faults = { 'region-dark': 1, 'region-down': 1, 'region-slow': 1, 'cut-cable': 1, crash: 2 }
    const chaos = chaosSchema.parse({ faults, leader_share: 0, max_concurrent: 3 })
    const draw = (regions: string[]) =>
      Array.from({ length: 50 }, (_, seed) => drawFaults(chaos, ['A', 'B', 'C'], 20_000, seed, regions))
    const kinds = (regions: string[]) => new Set(draw(regions).flatMap((run) => run.map(({ kind }) => kind)))
    expect(kinds([])).toEqual(new Set(['crash']))
    expect(kinds(['east'])).toEqual(new Set(['crash', 'region-dark', 'region-down', 'region-slow']))
    expect(kinds(['east', 'west', 'north']).size).toBe(5)
    for (const run of draw(['east', 'west']))
      for (const { at, lasting } of run.filter(({ kind }) => kind === 'region-down')) {
        const beside = run.filter((other) => ['crash', 'region-down'].includes(other.kind) && other.at !== at)
        expect(beside.some((other) => other.at <= at + lasting && at <= other.at + other.lasting)).toBe(false)
      }
  })

  it('could stand in a scenario file, in the order of time', () => {
    fc.assert(
      fc.property(situation, ({ chaos, nodes, duration_ms, seed }) => {
        const timeline = drawTimeline(chaos, nodes, duration_ms, seed)
        expect(timeline.length).toBeLessThanOrEqual(10_000)
        expect(timeline.map(({ at }) => at)).toEqual(timeline.map(({ at }) => at).sort((a, b) => a - b))
        // A file counts in seconds where it gives no unit.
        const written = timeline.map((entry) => ({
          ...entry,
          at: `${entry.at}ms`,
          ...(entry.for !== undefined && { for: `${entry.for}ms` })
        }))
        expect(written.map((entry) => timelineEntrySchema.parse(entry))).toEqual(timeline)
      })
    )
  })

  it('draws only kinds that have a weight, and each of them', () => {
    const faults = { crash: 1, clock: 2, partition: 0 }
    const kinds = new Set(drawn(faults).map(({ action }) => action.do))
    expect([...kinds].sort()).toEqual(['clock', 'crash'])
  })

  it('names nodes alone where no fault shall strike the leader', () => {
    const all = Object.fromEntries(CHAOS_FAULTS.filter((kind) => kind !== 'transfer').map((kind) => [kind, 1]))
    expect(JSON.stringify(drawn(all, { leader_share: 0 }))).not.toContain('leader')
  })

  it('leaves out at their moment, rather than fail, what needs a leader when there is none', () => {
    const maybe: readonly string[] = ['pause', 'join', 'leave']
    const all = Object.fromEntries(CHAOS_FAULTS.filter((kind) => !maybe.includes(kind)).map((kind) => [kind, 1]))
    for (const entry of drawn(all)) expect(entry.if_possible ?? false).toBe(JSON.stringify(entry.action).includes('leader'))
  })

  it('leaves out whatever cannot be done where nodes leave, for nobody knows how long they are away', () => {
    for (const entry of drawn({ leave: 1, crash: 1, 'slow-links': 1 })) expect(entry.if_possible).toBe(true)
  })
})

describe('a random fault', () => {
  it('of power loses what was not synced on every disk, kills every node, and starts all again', () => {
    const entries = drawn({ 'power-cut': 1 }, { max_concurrent: 1, interval: ['3s', '3s'] })
    const cuts = entries.filter(({ action }) => action.do === 'crash-all')
    expect(cuts.length).toBeGreaterThan(0)
    for (const cut of cuts) {
      const disks = entries.filter(
        ({ action, ...when }) => action.do === 'disk' && when.at < cut.at && endOf(cut) <= endOf({ action, ...when })
      )
      const losing = disks.flatMap(({ action }) => (action.do === 'disk' && action.lose_unsynced ? [action.node] : []))
      expect(new Set(losing)).toEqual(new Set(['A', 'B', 'C', 'D', 'E']))
    }
  })

  it('that tears a write crashes the very node whose disk tears', () => {
    const entries = drawn({ 'torn-write': 1 }, { max_concurrent: 1 })
    const disks = entries.filter(({ action }) => action.do === 'disk')
    const crashes = entries.filter(({ action }) => action.do === 'crash')
    expect(disks.length).toBe(crashes.length)
    disks.forEach(({ action, at }, i) => {
      expect(action).toMatchObject({ tear_unsynced: true, node: (crashes[i]!.action as { node: string }).node })
      expect(crashes[i]!.at).toBeGreaterThan(at)
    })
  })

  it('restores the disk of a node that it has backed up before', () => {
    const entries = drawn({ 'restore-disk': 1 }, { max_concurrent: 1 })
    const nodesOf = (kind: string) =>
      entries.flatMap(({ action }) => (action.do === kind && 'node' in action ? [action.node] : []))
    expect(nodesOf('backup-disk').length).toBeGreaterThan(0)
    expect(nodesOf('restore-disk')).toEqual(nodesOf('backup-disk'))
  })

  it('of a failing disk starts the node again when the disk is well', () => {
    const entries = drawn({ 'failing-disk': 1 }, { max_concurrent: 1 })
    const failing = entries.filter(({ action }) => action.do === 'disk' && action.sync_fails)
    const restarts = entries.filter(({ action }) => action.do === 'restart')
    expect(failing.length).toBe(restarts.length)
    failing.forEach((entry, i) => expect(restarts[i]!.at).toBeGreaterThan(endOf(entry)))
  })

  it('of a clock sets it back, sets it on, and lets it drift either way', () => {
    const clocks = actions('clock').flatMap((action) => (action.do === 'clock' ? [action] : []))
    for (const field of ['offset_ms', 'drift_ppm'] as const) {
      expect(clocks.some((clock) => clock[field] < 0)).toBe(true)
      expect(clocks.some((clock) => clock[field] > 0)).toBe(true)
    }
    expect(clocks.every(({ offset_ms, drift_ppm }) => offset_ms !== 0 || drift_ppm !== 0)).toBe(true)
  })

  it('of lossy links loses, duplicates, corrupts and reorders', () => {
    const settings = actions('lossy-links').flatMap((action) => (action.do === 'link' ? [action.change.settings!] : []))
    for (const field of ['loss_percent', 'duplicate_percent', 'corrupt_percent', 'reorder_percent'] as const) {
      expect(settings.some((one) => one[field]! > 0)).toBe(true)
    }
  })

  it('of links strikes all of them, those of one node, or one in one direction', () => {
    const links = actions('slow-links').flatMap((action) => (action.do === 'link' ? [action] : []))
    expect(links.some(({ from, to }) => from === '*' && to === '*')).toBe(true)
    expect(links.some(({ from, to }) => from !== '*' && to === '*')).toBe(true)
    expect(links.some(({ to, both }) => to !== '*' && !both)).toBe(true)
  })

  it('of one direction cuts what a node hears or what it says', () => {
    const directions = actions('one-way').map((action) =>
      action.do === 'partition' && action.partition.shape === 'isolate' ? action.partition.direction : ''
    )
    expect(new Set(directions)).toEqual(new Set(['in', 'out']))
  })

  it('of a partition has many shapes', () => {
    const shapes = actions('partition').map((action) => (action.do === 'partition' ? action.partition.shape : ''))
    expect(new Set(shapes)).toEqual(new Set(['isolate', 'halves', 'majorities-ring']))
  })

  it('on a node often strikes the leader', () => {
    const nodes = actions('crash').flatMap((action) => (action.do === 'crash' ? [action.node] : []))
    const share = nodes.filter((node) => node === 'leader').length / nodes.length
    expect(share).toBeGreaterThan(0.3)
    expect(share).toBeLessThan(0.5)
  })
})

describe('where only a quorum is healed', () => {
  const healing = { heal: 'quorum', faults: { crash: 1, partition: 1, 'failing-disk': 1 }, quiet_period: '5s' }
  const nodes = ['A', 'B', 'C', 'D', 'E']
  const lastingOf = (seed: number) =>
    drawTimeline(chaosSchema.parse(healing), nodes, 20_000, seed).filter(
      ({ at, for: lasting }) => at === 15_000 && lasting === undefined
    )

  it('a majority that the seed draws keeps no fault, and each other node keeps one to the end', () => {
    const cores = new Set<string>()
    for (let seed = 0; seed < 100; seed++) {
      const core = drawCore(nodes, seed)
      expect(core).toHaveLength(3)
      cores.add(core.join())
      const lasting = lastingOf(seed).filter(({ action }) => action.do !== 'restart')
      const named = lasting.map(({ action }) => {
        if (action.do === 'partition') return action.partition.shape === 'isolate' && action.partition.nodes[0]
        return action.do === 'link' ? action.from : 'node' in action && action.node
      })
      expect(named).toEqual(nodes.filter((node) => !core.includes(node)))
    }
    expect(cores.size).toBe(10)
  })

  it('every kind of lasting fault is drawn', () => {
    const kinds = Array.from({ length: 100 }, (_, seed) => lastingOf(seed)).flat()
    const said = new Set(
      kinds.map(({ action }) =>
        action.do === 'partition' && 'direction' in action.partition ? action.partition.direction : action.do
      )
    )
    expect([...said].sort()).toEqual(expect.arrayContaining(['both', 'crash', 'disk', 'in', 'link', 'out', 'pause']))
  })

  it('that majority alone must converge, also once the plan is written out', () => {
    const scenario = scenarioSchema.parse({
      name: 'x',
      title: 'X',
      cluster: { nodes },
      duration: '20s',
      chaos: healing,
      expectations: [{ expect: 'converged' }]
    })
    const core = drawCore(nodes, 7)
    expect(convergingNodes(scenario, 7)).toEqual(core)
    const written = withExpandedPlan(scenario, 7)
    expect(written.expectations).toEqual([{ expect: 'converged', nodes: core }])
    expect(convergingNodes(written, 8)).toEqual(core)
    expect(convergingNodes({ ...scenario, chaos: undefined }, 7)).toBe(null)
  })
})
