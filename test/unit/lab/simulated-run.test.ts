import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { RunOrigin } from '../../../src-main/lab/run/fork-origin'
import { SimulatedRun } from '../../../src-main/lab/run/simulated-run'
import type { SimulatedRunOptions } from '../../../src-main/lab/run/simulated-run'
import { findProtocol } from '../../../src-node/protocols/registry'
import type { EventOf, LabEvent } from '../../../src-shared/events'
import type { SimulationState } from '../../../src-shared/lab-api'
import { scenarioSchema } from '../../../src-shared/scenario/schema'

const scenario = scenarioSchema.parse({
  name: 'x',
  title: 'X',
  duration: '5s',
  cluster: { nodes: ['A', 'B', 'C'] },
  workload: { clients: 1 },
  timeline: [{ at: '2s', for: '500ms', action: { do: 'crash', node: 'leader' } }],
  checks: []
})

let opened: SimulatedRun[]
beforeEach(() => {
  opened = []
  vi.useFakeTimers()
})
afterEach(async () => {
  for (const run of opened) await run.close()
  vi.useRealTimers()
})

interface Watched {
  readonly run: SimulatedRun
  readonly events: LabEvent[]
  readonly states: SimulationState[]
}

async function start(options: Partial<SimulatedRunOptions> = {}): Promise<Watched> {
  const events: LabEvent[] = []
  const states: SimulationState[] = []
  const run = new SimulatedRun({
    scenario,
    protocol: findProtocol('raft'),
    seed: 1,
    pace: 1,
    isBackpressured: () => false,
    onState: (state) => states.push(state),
    ...options
  })
  opened.push(run)
  run.subscribe((batch) => events.push(...batch))
  await run.start()
  return { run, events, states }
}

/** Lets it run as fast as it can to its end. */
async function complete({ run, events }: Watched): Promise<readonly LabEvent[]> {
  run.pace = 0
  run.resume()
  let over = false
  void run.over.promise.then(() => (over = true))
  while (!over) await vi.advanceTimersByTimeAsync(50)
  const { reason, text } = await run.over.promise
  await run.finish(reason, text)
  return events
}

const last_us = (events: readonly LabEvent[]) => events.at(-1)!.t
const originAt = (at_seq: number, fields: Partial<RunOrigin> = {}): RunOrigin => ({
  from: { recording: null, run: 1 },
  at_seq,
  interventions: [],
  replay_check: null,
  change: null,
  ...fields
})

describe('the pace', () => {
  it('is that of simulated to real seconds, and can be changed', async () => {
    const { run, events, states } = await start({ pace: 1 })
    await vi.advanceTimersByTimeAsync(1000)
    expect(last_us(events) / 1e6).toBeCloseTo(1, 1)
    expect(states.length, 'states told in a second').toBeLessThanOrEqual(11)
    run.pace = 0.5
    await vi.advanceTimersByTimeAsync(1000)
    expect(last_us(events) / 1e6).toBeCloseTo(1.5, 1)
  })

  it('0 is as fast as possible, to the end and to a result like that of the other engine', async () => {
    const watched = await start({ pace: 0 })
    await complete(watched)
    expect(watched.events.at(-1)).toMatchObject({ kind: 'run-ended', reason: 'finished' })
    expect(watched.run.fold.cluster.ended?.reason).toBe('finished')
    expect(watched.run.up()).toEqual(['A', 'B', 'C'])
  })

  it('does not change what happens', async () => {
    const slow = await start({ pace: 3 })
    await vi.advanceTimersByTimeAsync(500)
    expect(await complete(slow)).toEqual(await complete(await start({ pace: 0 })))
  })

  it('keeps to so many events a second, whoever asks for more', async () => {
    const { events } = await start({ pace: 0, events_per_s_max: 500 })
    await vi.advanceTimersByTimeAsync(2000)
    expect(events.length).toBeGreaterThan(1000)
    expect(events.length).toBeLessThan(2000)
  })

  it('waits for whoever keeps the events', async () => {
    let behind = true
    const { events } = await start({ pace: 0, isBackpressured: () => behind })
    await vi.advanceTimersByTimeAsync(1000)
    expect(last_us(events)).toBe(0)
    behind = false
    await vi.advanceTimersByTimeAsync(100)
    expect(last_us(events)).toBeGreaterThan(0)
  })
})

describe('held still', () => {
  it('nothing happens, however long', async () => {
    const { run, events, states } = await start()
    await vi.advanceTimersByTimeAsync(500)
    run.pause()
    const { length } = events
    await vi.advanceTimersByTimeAsync(5000)
    expect(events).toHaveLength(length)
    expect(states.at(-1)).toMatchObject({ paused: true, pace: 1 })
    run.resume()
    await vi.advanceTimersByTimeAsync(1000)
    expect(last_us(events) / 1e6).toBeCloseTo(1.5, 1)
  })

  it('one step is one step, and one can wait for an event, a message or a role', async () => {
    const { run, events, states } = await start()
    run.pause()
    const before = states.at(-1)!.steps
    run.step('step')
    expect(run.state.steps).toBe(before + 1)
    const { length } = events
    run.step('event')
    expect(events.length).toBeGreaterThan(length)
    run.step('message')
    expect(['delivered', 'dropped']).toContain(
      events.filter(({ kind }) => kind === 'delivered' || kind === 'dropped').at(-1)?.kind
    )
    run.step('role')
    expect(events.slice(-5).some(({ kind }) => kind === 'role')).toBe(true)
    expect(run.state.paused).toBe(true)
  })

  it('a message can be held, and delivered by hand', async () => {
    const { run, events } = await start()
    await vi.advanceTimersByTimeAsync(500)
    run.pause()
    let sent: EventOf<'sent'> | undefined
    while (!sent) {
      const { length } = events
      run.step('event')
      sent = events.slice(length).find((event): event is EventOf<'sent'> => event.kind === 'sent' && event.from !== 'c1')
    }
    const { from, to, boot, n } = sent
    const message = { from, to, boot, n, copy: 0 }
    run.intervene({ do: 'hold', message })
    expect(events.at(-1)).toMatchObject({ kind: 'held', ...message })
    run.intervene({ do: 'deliver', message })
    expect(events.slice(-3).find(({ kind }) => kind === 'delivered')).toMatchObject({ from, to, n })
    expect(() => run.intervene({ do: 'hold', message })).toThrow()
  })
})

describe('what others say of the run', () => {
  it('comes at its end, so that the stream before it depends on the run alone', async () => {
    const watched = await start()
    watched.run.notice('warning', 'the disk is full')
    await vi.advanceTimersByTimeAsync(500)
    const events = await complete(watched)
    expect(events.at(-2)).toMatchObject({ kind: 'notice', text: 'the disk is full' })
    const undisturbed = await complete(await start())
    expect(events.slice(0, -2)).toEqual(undisturbed.slice(0, -1))
  })
})

describe('a fork', () => {
  /** A run in which somebody pauses a node after a while. */
  async function original() {
    const watched = await start()
    await vi.advanceTimersByTimeAsync(1200)
    await watched.run.act({ do: 'pause', node: 'B' })
    await vi.advanceTimersByTimeAsync(300)
    watched.run.undo(1)
    return { events: await complete(watched), interventions: watched.run.interventions }
  }

  it('repeats the run byte for byte up to the event, then differs by its change', async () => {
    const { events, interventions } = await original()
    const crash = events.find(({ kind }) => kind === 'node-exited')!
    const at_seq = events.filter(({ t }) => t < crash.t - 100_000).length
    const change = { do: 'skip', entry: 0 } as const
    const fork = await start({ origin: originAt(at_seq, { interventions, replay_check: events[at_seq - 1], change }) })
    const after = await complete(fork)
    expect(after.slice(0, at_seq).map((event) => JSON.stringify(event))).toEqual(
      events.slice(0, at_seq).map((event) => JSON.stringify(event))
    )
    expect(after.find((event) => event.kind === 'intervention' && event.seq > at_seq)).toMatchObject({ intervention: change })
    expect(after.some(({ kind }) => kind === 'node-exited')).toBe(false)
    expect(fork.run.state.forked_from).toEqual({ recording: null, run: 1, at_seq, at_us: events[at_seq - 1]!.t })
  })

  it('without a change is the same run once more, and can be forked itself', async () => {
    const { events, interventions } = await original()
    const at_seq = interventions[0]!.seq
    const copy = await start({ origin: originAt(at_seq, { interventions: interventions.slice(0, 1) }) })
    const copied = await complete(copy)
    expect(copied.slice(0, at_seq)).toEqual(events.slice(0, at_seq))
    const again = await start({ origin: originAt(copied.length - 1, { interventions: copy.run.interventions }) })
    expect(await complete(again)).toEqual(copied)
  })

  it('repeats itself beyond where it branched off', async () => {
    const { events, interventions } = await original()
    const origin = originAt(interventions[1]!.seq, { interventions, forked_at_seq: interventions[0]!.seq - 1 })
    const again = await start({ origin })
    expect(await complete(again)).toEqual(events)
    const { seq, t } = events[interventions[0]!.seq - 2]!
    expect(again.run.state.forked_from).toEqual({ recording: null, run: 1, at_seq: seq, at_us: t })
  })

  it('that is none is the same run once more', async () => {
    const { events, interventions } = await original()
    const again = await start({ origin: originAt(interventions[1]!.seq, { interventions, from: null }) })
    expect(await complete(again)).toEqual(events)
    expect(again.run.state.forked_from).toBeNull()
  })

  it('repeats in a hurry, and then keeps to the pace', async () => {
    const { events, interventions } = await original()
    const at_seq = events.filter(({ t }) => t < 3_000_000).length
    const fork = await start({ origin: originAt(at_seq, { interventions }), pace: 1 })
    await vi.advanceTimersByTimeAsync(1000)
    expect(last_us(fork.events) / 1e6).toBeGreaterThan(3)
    expect(last_us(fork.events) / 1e6).toBeLessThan(4.1)
  })

  it('of what this program does not repeat says so instead of showing something else', async () => {
    const { events, interventions } = await original()
    const replay_check = { ...events[999]!, t: events[999]!.t + 1 }
    const fork = await start({ origin: originAt(1000, { interventions, replay_check }) })
    await vi.advanceTimersByTimeAsync(500)
    expect(await fork.run.over.promise).toMatchObject({ reason: 'failed', text: expect.stringMatching(/does not repeat/) })
  })

  it('cannot be reached into before it is there', async () => {
    const fork = await start({ origin: originAt(5000) })
    expect(() => fork.run.intervene({ do: 'undo', fault: 1 })).toThrow(/still repeats/)
  })
})
