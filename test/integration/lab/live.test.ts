import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createLab } from '../../../src-main/lab/computer'
import type { Lab } from '../../../src-main/lab/lab'
import { LabError } from '../../../src-main/lab/lab-error'
import type { EventBody, EventOf, LabEvent } from '../../../src-shared/events'
import { faultActionSchema } from '../../../src-shared/faults/actions'
import type { FaultActionInput } from '../../../src-shared/faults/actions'
import { scenarioSchema } from '../../../src-shared/scenario/schema'
import { Commit, LogDurable } from '../../../src-shared/protocols/replicated-log/facts'

const scenario = scenarioSchema.parse({
  name: 'x',
  title: 'X',
  cluster: { nodes: ['A', 'B', 'C'] },
  workload: { clients: 1, think_time: 5 / 1000 }
})

let lab: Lab
let events: LabEvent[]
beforeEach(async () => {
  lab = createLab()
  events = []
  lab.onEvents((batch) => events.push(...batch))
  await lab.run({ scenario, text: '' })
  await seen('ok')
})
afterEach(() => lab.close())

const act = (action: FaultActionInput) => lab.act(faultActionSchema.parse(action))

/** Waits for an event of this kind that fits, from this place in the stream on. */
async function seen<Kind extends EventBody['kind']>(
  kind: Kind,
  fits: (event: EventOf<Kind>) => boolean = () => true,
  from = 0
): Promise<EventOf<Kind>> {
  const find = () => events.slice(from).find((event) => event.kind === kind && fits(event as EventOf<Kind>))
  await expect.poll(find, { timeout: 20_000, interval: 20 }).toBeDefined()
  return find() as EventOf<Kind>
}

/** Waits until the node tells the fact, from this place in the stream on. */
const told = (fact: typeof Commit | typeof LogDurable, node: string, from = 0) =>
  seen('fact', (event) => event.node === node && fact.is(event), from)

describe('what a person does to a running cluster', () => {
  it('a crash is undone by a restart from disk', async () => {
    const fault = await act({ do: 'crash', node: 'leader' })
    const { node } = await seen('node-exited', ({ reason }) => reason === 'crashed')
    lab.undo(fault)
    await seen('fault-ended', (event) => event.fault === fault)
    const ready = await seen('node-ready', (event) => event.node === node && event.boot === 2)
    expect(ready.recovered_records).toBeGreaterThan(0)
  })

  it('a crash right before the undo still ends in a node that is up', async () => {
    const fault = await act({ do: 'crash', node: 'B' })
    lab.undo(fault)
    await seen('node-ready', ({ node, boot }) => node === 'B' && boot === 2)
  })

  it.skipIf(process.platform === 'win32')('a paused leader is replaced, and follows when it goes on', async () => {
    const { node } = await seen('role', ({ role }) => role === 'leader')
    const fault = await act({ do: 'pause', node })
    const next = await seen('role', (event) => event.role === 'leader' && event.node !== node)
    lab.undo(fault)
    await seen('node-resumed', (event) => event.node === node)
    await seen('role', (event) => event.node === node && event.role === 'follower' && event.term! >= next.term!)
  })

  it('a cut leader keeps its clients waiting until others elect one of theirs', async () => {
    const { node } = await seen('role', ({ role }) => role === 'leader')
    await act({ do: 'partition', partition: { shape: 'isolate', nodes: ['leader'] } })
    const changed = await seen('link-changed', ({ links }) => links.some(({ mode }) => mode === 'cut'))
    expect(changed.links).toHaveLength(4)
    await seen('role', (event) => event.role === 'leader' && event.node !== node)
    await seen('ok', (event) => event.node !== node, events.length)
  })

  it('a lost disk comes back empty, and a restored one as it was backed up', async () => {
    const found = async (boot: number) => {
      const { generation } = await seen('node-started', (event) => event.node === node && event.boot === boot)
      return { generation, ...(await seen('node-ready', (event) => event.node === node && event.boot === boot)) }
    }
    const { node } = await seen('role', ({ role, leader }) => role === 'follower' && leader !== null)
    await told(LogDurable, node)
    await act({ do: 'backup-disk', node })
    lab.undo(await act({ do: 'lose-disk', node }))
    expect(await found(2)).toMatchObject({ generation: 1, recovered_records: 0 })
    lab.undo(await act({ do: 'restore-disk', node }))
    const restored = await found(3)
    expect(restored.generation).toBe(2)
    expect(restored.recovered_records).toBeGreaterThan(0)
  })

  it('a node that dies by itself shows its last words, and a restart brings it back', async () => {
    const fault = await act({ do: 'disk', node: 'follower', sync_fails: true })
    const { node, output, code } = await seen('node-exited', ({ reason }) => reason === 'failed')
    expect(output.join('\n')).toMatch(/sync/)
    expect(code).toBe(1)
    lab.undo(fault)
    await act({ do: 'restart', node })
    await seen('node-ready', (event) => event.node === node && event.boot === 2)
  })

  it('a clock that is set wrong and drifts is wrong on its node and on no other, until it is undone', async () => {
    const error_of = (node: string, wrong: (ms: number) => boolean, from = 0) =>
      seen('sample', (event) => event.node === node && wrong(event.values.clock_error_ms ?? 0), from)
    const fault = await act({ do: 'clock', node: 'B', offset_ms: 5000, drift_ppm: 100_000 })
    const set = await seen('node-clock', ({ node }) => node === 'B')
    expect(set).toMatchObject({ offset_us: 5_000_000, drift_ppm: 100_000 })
    const first = await error_of('B', (ms) => ms >= 5000)
    const later = await error_of('B', (ms) => ms > first.values.clock_error_ms! + 50)
    const gained = later.values.clock_error_ms! - first.values.clock_error_ms!
    expect(gained / ((later.t - first.t) / 1000), 'a tenth of the time between the two').toBeCloseTo(0.1, 1)
    const right = await error_of('A', () => true, events.indexOf(later))
    expect(right.values.clock_error_ms).toBeCloseTo(0, 0)
    lab.undo(fault)
    await error_of('B', (ms) => Math.abs(ms) < 1, events.length)
  })

  it('a slow disk is slow on its node', async () => {
    await act({ do: 'disk', node: 'follower', sync_delay_ms: 80 })
    const { node } = await seen('node-disk', ({ sync_delay_us }) => sync_delay_us === 80_000)
    await seen('sample', (event) => event.node === node && (event.values.sync_ms ?? 0) >= 80, events.length)
  })

  it('a disk that hangs is well the moment it is healed, the sync under way too', async () => {
    const { node } = await seen('role', ({ role, leader }) => role === 'follower' && leader !== null)
    const fault = await act({ do: 'disk', node, sync_delay_ms: 60_000 })
    await seen('node-disk', (event) => event.node === node)
    await seen('sample', (event) => event.node === node && !('sync_batch' in event.values), events.length)
    lab.undo(fault)
    await told(LogDurable, node, events.length)
  })

  it('a disk that corrupts what it writes is found out at the next start, by name of the file', async () => {
    const commits = async (count: number) => {
      for (let i = 0; i < count; i++) await told(Commit, 'B', events.length)
    }
    const fault = await act({ do: 'disk', node: 'B', corrupt_writes: true })
    await commits(5)
    lab.undo(fault)
    // With nothing sound behind it, damage looks like a torn end.
    await commits(5)
    await act({ do: 'crash', node: 'B' })
    await act({ do: 'restart', node: 'B' })
    const { output } = await seen('node-exited', ({ node, reason }) => node === 'B' && reason === 'failed')
    expect(output.join('\n')).toMatch(/\d{8}\.wal is damaged at byte \d+/)
  })

  it('a node whose last batch was torn comes back without it', async () => {
    await act({ do: 'disk', node: 'B', sync_delay_ms: 50, tear_unsynced: true })
    await told(Commit, 'B', events.length)
    await act({ do: 'crash', node: 'B' })
    await act({ do: 'restart', node: 'B' })
    const { recovered_records } = await seen('node-ready', ({ node, boot }) => node === 'B' && boot === 2)
    expect(recovered_records).toBeGreaterThan(0)
  })

  it('a client that is cut off gets nothing done, and goes on once it is healed', async () => {
    const fault = await act({ do: 'link', from: 'c1', to: '*', change: { mode: 'cut' } })
    const { links } = await seen('link-changed', (event) => event.links.some(({ mode }) => mode === 'cut'))
    expect(links.map(({ link }) => link).sort()).toEqual(['A>c1', 'B>c1', 'C>c1', 'c1>A', 'c1>B', 'c1>C'])
    const write = await seen('info', () => true, events.length)
    expect(write.error).toMatch(/^no answer within 1000 ms/)
    lab.undo(fault)
    await seen('ok', () => true, events.length)
  })

  it('a killed process counts as failed: nobody of ours killed it', async () => {
    const { pid } = await seen('node-started', ({ node }) => node === 'C')
    process.kill(pid!, 'SIGKILL')
    expect(await seen('node-exited')).toMatchObject({ node: 'C', reason: 'failed', signal: 'SIGKILL' })
  })

  it('commands reach the protocol; unknown ones are refused in its words', async () => {
    await act({ do: 'command', node: 'leader', command: 'transfer-leadership', arguments: { to: 'follower' } })
    await seen('role', ({ role, term }) => role === 'leader' && term! > 1)
    await expect(act({ do: 'command', node: 'leader', command: 'dance' })).rejects.toThrow(/has no command dance/)
  })

  it('the load can be changed while it runs', async () => {
    lab.changeWorkload({ ...scenario.workload, mix: { put: 1 } })
    const writes_only = await seen('invoke', ({ operation }) => operation.f === 'put', events.length)
    expect(writes_only.client).toBe('c1')
    expect(lab.state.scenario?.workload).toMatchObject({ mix: { put: 1 }, clients: scenario.workload.clients })
  })

  it('what cannot be done is one sentence, and the run goes on', async () => {
    await expect(act({ do: 'crash', node: 'Z' })).rejects.toThrow(new LabError('there is no node or client named Z'))
    await act({ do: 'crash-all' })
    for (const name of ['A', 'B', 'C']) await seen('node-exited', ({ node }) => node === name)
    await expect(act({ do: 'crash', node: 'leader' })).rejects.toThrow('there is no leader now')
    expect(lab.state.phase).toBe('running')
  })

  it('numbers events without gaps and keeps the order of each node', async () => {
    await lab.stop()
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, i) => i + 1))
    expect(events[0]!.kind).toBe('run-started')
    expect(events.at(-1)!.kind).toBe('run-ended')
    const commits = events.flatMap((event) => (Commit.is(event) && event.node === 'A' ? [event.data.index] : []))
    expect(commits).toEqual([...commits].sort((a, b) => a - b))
  })

  it('reports on a run that goes on', async () => {
    const { result, history } = await lab.report()
    expect(result.operations.invoked).toBeGreaterThan(0)
    expect(history.length).toBeGreaterThan(0)
    expect(lab.state.phase).toBe('running')
  })
})

it('a run whose keys cannot be read at its end says so', async () => {
  const before = events.length
  await lab.run({ scenario: { ...scenario, duration: 5000 }, text: '' })
  await seen('ok', ({ result }) => result.value === undefined, before)
  await act({ do: 'crash-all' })
  const { result } = (await lab.finished())!
  expect(result.notices).toContainEqual(expect.stringMatching(/^\d+ of the keys could not be read at the end: no check can tell/))
})

it('nothing can be done to a cluster that does not run', async () => {
  await lab.stop()
  await expect(act({ do: 'heal' })).rejects.toThrow('no cluster is running')
})
