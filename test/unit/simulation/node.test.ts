import { describe, expect, it } from 'vitest'
import { HEALTHY_DISK } from '../../../src-node/node-core/conditions'
import type { DiskSettings } from '../../../src-node/node-core/conditions'
import { mail } from './test-protocol'
import { SimulatedCluster } from './simulated-cluster'

/** One node (or more) of the mail protocol, up and running. */
class NodeHarness extends SimulatedCluster {
  constructor(nodes = 1, seed = 1) {
    super({ protocol: mail, nodes, seed })
    this.simulation.startAll()
    this.run(0.2)
  }

  tell(command: string, given: Readonly<Record<string, string | number>> = {}, node = 'n1'): void {
    this.simulation.command(node, command, given)
  }

  /** Hands values over in one step, so that one sync covers them. */
  keep(...values: string[]): void {
    for (const value of values) this.tell('keep', { value })
  }

  disk(settings: Partial<DiskSettings>): void {
    this.simulation.setDisk('n1', { ...HEALTHY_DISK, ...settings })
    this.conditions.set('n1', { disk: { ...HEALTHY_DISK, ...settings } })
  }

  /** Runs until the sync of what was just handed over has begun, which takes longer than this. */
  untilSyncing(): void {
    this.run(0.0001)
  }

  restart(): void {
    this.simulation.start('n1')
    this.run(0.2)
  }

  notes(topic: string, node = 'n1'): string[] {
    const notes = this.ofKind('note').filter((event) => event.topic === topic && event.node === node)
    return notes.map(({ detail }) => detail)
  }

  /** What the newest boot found on its disk. */
  found(): unknown {
    return JSON.parse(this.notes('booted').at(-1)!)
  }
}

describe('a simulated node', () => {
  it('tells its life in the words of processes', () => {
    const harness = new NodeHarness()
    harness.simulation.crash('n1')
    harness.simulation.start('n1')
    harness.run(0.2)
    harness.simulation.stop('n1')
    harness.run(0.2)
    const life = harness.events.filter(({ kind }) => kind.startsWith('node-')).map(({ t, ...event }) => event)
    const ready = { kind: 'node-ready', node: 'n1', recovered_records: 0, truncated_bytes: 0 }
    const exited = { kind: 'node-exited', node: 'n1', output: [] }
    expect(life).toEqual([
      { kind: 'node-started', node: 'n1', boot: 1, pid: null, generation: 0 },
      { ...ready, boot: 1 },
      { ...exited, boot: 1, reason: 'crashed', code: null, signal: 'SIGKILL' },
      { kind: 'node-started', node: 'n1', boot: 2, pid: null, generation: 0 },
      { ...ready, boot: 2 },
      { ...exited, boot: 2, reason: 'stopped', code: 0, signal: null }
    ])
  })

  it('starts again after a stop that was still under way', () => {
    const harness = new NodeHarness()
    harness.keep('a')
    harness.untilSyncing()
    harness.simulation.stop('n1')
    harness.simulation.start('n1')
    harness.run(0.2)
    expect(harness.simulation.up()).toEqual(['n1'])
    expect(harness.found()).toEqual(['a'])
  })

  it('does nothing while it is paused, and finds waiting what came before its timers', () => {
    const harness = new NodeHarness(2)
    harness.tell('timer', { name: 't', delay_us: 50_000 }, 'n2')
    harness.run(0.01)
    harness.simulation.pause('n2')
    expect(harness.simulation.up()).toEqual(['n1'])
    harness.tell('send', { to: 'n2', text: 'hello' })
    harness.run(1)
    expect([...harness.notes('letter', 'n2'), ...harness.notes('timer', 'n2')]).toEqual([])
    const before = harness.events.length
    harness.simulation.resume('n2')
    harness.run(0.01)
    const after = harness.events.slice(before).filter((event) => event.kind === 'note' && event.node === 'n2')
    expect(after.map((event) => event.kind === 'note' && event.topic)).toEqual(['letter', 'timer'])
    expect(harness.ofKind('node-paused')).toMatchObject([{ node: 'n2' }])
    expect(harness.ofKind('node-resumed')).toMatchObject([{ node: 'n2' }])
  })

  it('can be paused before it is ready', () => {
    const harness = new NodeHarness()
    harness.simulation.crash('n1')
    harness.simulation.start('n1')
    harness.simulation.pause('n1')
    harness.run(1)
    expect(harness.notes('booted')).toHaveLength(1)
    harness.simulation.resume('n1')
    harness.run(0.2)
    expect(harness.notes('booted')).toHaveLength(2)
  })

  it('boots paused when a fault in force wants that', () => {
    const harness = new NodeHarness()
    harness.simulation.crash('n1')
    harness.conditions.set('n1', { paused: true })
    harness.restart()
    expect(harness.simulation.up()).toEqual([])
    harness.simulation.resume('n1')
    expect(harness.simulation.up()).toEqual(['n1'])
  })

  it('shows a clock that was set back, while its timers count on', () => {
    const harness = new NodeHarness()
    const set_at_us = harness.simulation.scheduler.now_us()
    harness.tell('timer', { name: 't', delay_us: 100_000 })
    harness.run(0.05)
    harness.simulation.setClock('n1', { offset_us: -3_600e6, drift_ppm: 0 })
    harness.run(0.049)
    expect(harness.notes('timer')).toEqual([])
    harness.run(0.0012)
    const [shown] = harness.notes('timer').map((text) => Number(text.split(' at ')[1]))
    expect(shown! - set_at_us + 3_600e6).toBeGreaterThanOrEqual(100_000)
    expect(shown! - set_at_us + 3_600e6).toBeLessThan(100_200)
  })

  it('measures its timers by a clock that drifts', () => {
    const harness = new NodeHarness()
    harness.simulation.setClock('n1', { offset_us: 0, drift_ppm: 500_000 })
    harness.tell('timer', { name: 't', delay_us: 150_000 })
    harness.run(0.0995)
    expect(harness.notes('timer')).toEqual([])
    harness.run(0.001)
    expect(harness.notes('timer')).toHaveLength(1)
  })

  it('refuses commands with a reason', () => {
    const harness = new NodeHarness()
    expect(() => harness.tell('dance')).toThrow('mail has no command dance')
    harness.simulation.crash('n1')
    expect(() => harness.tell('keep')).toThrow('n1 is down')
    harness.simulation.start('n1')
    expect(() => harness.tell('keep')).toThrow('the node is still starting')
  })

  it('learns which switches are on', () => {
    const harness = new NodeHarness()
    harness.simulation.setSwitches('n1', ['a', 'b'])
    harness.run(0.01)
    expect(harness.notes('switches')).toEqual(['a,b'])
    expect(harness.ofKind('node-switches')).toMatchObject([{ node: 'n1', switches: ['a', 'b'] }])
  })

  it('stops when an invariant of its protocol fails', () => {
    const harness = new NodeHarness()
    harness.tell('fail')
    harness.run(0.01)
    expect(harness.ofKind('assertion')).toMatchObject([{ node: 'n1', text: 'told to fail' }])
    const output = ['An invariant of the protocol failed, so the node stops: told to fail.']
    expect(harness.ofKind('node-exited')).toMatchObject([{ reason: 'failed', code: 1, signal: null, output }])
    harness.restart()
    expect(harness.simulation.up()).toEqual(['n1'])
  })
})

describe('a simulated disk', () => {
  it('keeps what was synced, and what was only being synced, when the process dies', () => {
    const harness = new NodeHarness()
    harness.keep('a')
    harness.run(0.01)
    harness.keep('b')
    harness.untilSyncing()
    harness.keep('never flushed')
    harness.simulation.crash('n1')
    harness.restart()
    expect(harness.found()).toEqual(['a', 'b'])
  })

  it('loses what was not synced where it is told to', () => {
    const harness = new NodeHarness()
    harness.disk({ lose_unsynced: true })
    harness.keep('a')
    harness.run(0.01)
    harness.keep('b')
    harness.untilSyncing()
    harness.simulation.crash('n1')
    harness.restart()
    expect(harness.found()).toEqual(['a'])
  })

  it('tears what was not synced: whole records, then a part that recovery cuts off', () => {
    const found = new Set<number>()
    for (let seed = 1; seed <= 12; seed++) {
      const harness = new NodeHarness(1, seed)
      harness.disk({ tear_unsynced: true, sync_delay_us: 1_000 })
      harness.keep('a', 'b', 'c', 'd')
      // The first is synced alone, the others together after it.
      harness.run(0.002)
      harness.simulation.crash('n1')
      harness.restart()
      const kept = harness.found() as string[]
      expect(['a', 'b', 'c', 'd'].slice(0, kept.length)).toEqual(kept)
      expect(harness.ofKind('node-ready').at(-1)!.truncated_bytes).toBeGreaterThan(0)
      found.add(kept.length)
      harness.simulation.crash('n1')
      harness.restart()
      expect(harness.found()).toEqual(kept)
      expect(harness.ofKind('node-ready').at(-1)!.truncated_bytes).toBe(0)
    }
    expect([...found].sort()).toEqual([1, 2, 3])
  })

  it('cuts a damaged end off at recovery that was never durable', () => {
    const harness = new NodeHarness()
    harness.keep('a')
    harness.run(0.01)
    harness.disk({ corrupt_writes: true, sync_delay_us: 20_000 })
    harness.keep('b')
    harness.run(0.01)
    harness.simulation.crash('n1')
    harness.restart()
    expect(harness.found()).toEqual(['a'])
    expect(harness.ofKind('node-ready').at(-1)!.truncated_bytes).toBeGreaterThan(9)
  })

  it.each([
    ['at its end', false],
    ['before its end', true]
  ])('lets no node start whose log is damaged %s', (_, goes_on) => {
    const harness = new NodeHarness()
    harness.disk({ corrupt_writes: true })
    harness.keep('a')
    harness.run(0.01)
    harness.disk({})
    if (goes_on) harness.keep('b')
    harness.run(0.01)
    harness.simulation.crash('n1')
    harness.restart()
    expect(harness.simulation.up()).toEqual([])
    const { reason, output } = harness.ofKind('node-exited').at(-1)!
    expect(reason).toBe('failed')
    expect(output.join()).toContain('00000001.wal is damaged at byte 0: a record fails its checksum')
  })

  it('takes as long as it is told to, and syncs what gathered meanwhile as one batch', () => {
    const harness = new NodeHarness()
    harness.disk({ sync_delay_us: 50_000 })
    harness.keep('a')
    harness.untilSyncing()
    harness.keep('b')
    harness.keep('c')
    harness.run(0.0495)
    expect(harness.notes('durable')).toEqual([])
    harness.run(0.06)
    expect(harness.notes('durable')).toEqual(['1', '3'])
  })

  it('ends the node when a sync fails, with the reason that processes give', () => {
    const harness = new NodeHarness()
    harness.disk({ sync_fails: true })
    harness.keep('a')
    harness.run(0.1)
    const [exit] = harness.ofKind('node-exited')
    expect(exit).toMatchObject({ reason: 'failed', code: 1 })
    expect(exit!.output.join()).toContain('The disk failed to sync the log in n1 (EIO: i/o error, fdatasync).')
    harness.disk({})
    harness.restart()
    expect(harness.found()).toEqual(['a'])
  })

  it('replaces the log by a snapshot, or keeps the old one when the process dies meanwhile', () => {
    const harness = new NodeHarness()
    harness.keep('a', 'b')
    harness.run(0.01)
    harness.tell('snapshot')
    harness.untilSyncing()
    harness.simulation.crash('n1')
    harness.restart()
    expect(harness.ofKind('node-ready').at(-1)!.recovered_records).toBe(2)
    harness.tell('snapshot')
    harness.run(0.01)
    harness.keep('c')
    harness.run(0.01)
    harness.simulation.crash('n1')
    harness.restart()
    expect(harness.found()).toEqual(['a', 'b', 'c'])
    expect(harness.ofKind('node-ready').at(-1)!.recovered_records).toBe(1)
  })
})

describe('a simulated node whose disk', () => {
  const generations = (harness: NodeHarness) => harness.ofKind('node-started').map(({ generation }) => generation)

  it('was lost comes back empty, as a node of the next generation', () => {
    const harness = new NodeHarness()
    harness.keep('a')
    harness.run(0.1)
    harness.simulation.crash('n1')
    harness.simulation.loseDisk('n1')
    harness.restart()
    expect(harness.found()).toEqual([])
    expect(harness.notes('generation')).toEqual(['0', '1'])
    harness.simulation.crash('n1')
    harness.restart()
    expect(generations(harness)).toEqual([0, 1, 1])
  })

  it('was restored comes back with what was durable at the backup, however often', () => {
    const harness = new NodeHarness()
    harness.keep('a')
    harness.run(0.1)
    harness.keep('not yet durable')
    harness.untilSyncing()
    harness.simulation.backUpDisk('n1')
    harness.run(0.1)
    for (const generation of [1, 2]) {
      harness.keep('b')
      harness.run(0.1)
      harness.simulation.crash('n1')
      harness.simulation.restoreDisk('n1')
      harness.restart()
      expect(harness.found()).toEqual(['a'])
      expect(harness.notes('generation').at(-1)).toBe(String(generation))
    }
  })

  it('was damaged is backed up as far as it can be read', () => {
    const harness = new NodeHarness()
    harness.keep('a')
    harness.run(0.1)
    harness.disk({ corrupt_writes: true })
    harness.keep('b')
    harness.run(0.1)
    harness.disk({})
    harness.simulation.backUpDisk('n1')
    harness.simulation.crash('n1')
    harness.simulation.restoreDisk('n1')
    harness.restart()
    expect(harness.found()).toEqual(['a'])
  })
})

describe('a simulated disk fault that ends while a sync is under way', () => {
  it('lets the sync end', () => {
    const harness = new NodeHarness()
    harness.disk({ sync_delay_us: 60e6 })
    harness.keep('a')
    harness.run(5)
    expect(harness.notes('durable')).toEqual([])
    harness.disk({})
    harness.run(0.01)
    expect(harness.notes('durable')).toEqual(['1'])
  })

  it.each(['lose_unsynced', 'tear_unsynced'] as const)('leaves nothing for a crash to take by `%s`', (fault) => {
    const harness = new NodeHarness()
    harness.disk({ sync_delay_us: 60e6, [fault]: true })
    harness.keep('a')
    harness.run(0.1)
    harness.disk({ sync_delay_us: 60e6 })
    harness.simulation.crash('n1')
    harness.restart()
    expect(harness.found()).toEqual(['a'])
  })
})

it('a simulated node whose disk hangs is stopped by force after a while, as a process is', () => {
  const harness = new NodeHarness()
  harness.disk({ sync_delay_us: 60e6 })
  harness.keep('a')
  harness.untilSyncing()
  harness.simulation.stop('n1')
  harness.run(1)
  expect(harness.ofKind('node-exited')).toMatchObject([{ reason: 'stopped', signal: 'SIGKILL' }])
  harness.restart()
  expect(harness.simulation.up()).toEqual(['n1'])
})
