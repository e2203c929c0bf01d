import { describe, expect, it } from 'vitest'
import { HEALTHY_DISK } from '../../../src-node/runtime/control'
import type { DiskSettings } from '../../../src-node/runtime/control'
import { mail } from './mail'
import { World } from './world'

/** One node (or more) of the mail protocol, up and running. */
class Office extends World {
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
    const office = new Office()
    office.simulation.crash('n1')
    office.simulation.start('n1')
    office.run(0.2)
    office.simulation.stop('n1')
    office.run(0.2)
    const life = office.events.filter(({ kind }) => kind.startsWith('node-')).map(({ t, ...event }) => event)
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
    const office = new Office()
    office.keep('a')
    office.untilSyncing()
    office.simulation.stop('n1')
    office.simulation.start('n1')
    office.run(0.2)
    expect(office.simulation.up()).toEqual(['n1'])
    expect(office.found()).toEqual(['a'])
  })

  it('does nothing while it is paused, and finds waiting what came before its timers', () => {
    const office = new Office(2)
    office.tell('timer', { name: 't', delay_us: 50_000 }, 'n2')
    office.run(0.01)
    office.simulation.pause('n2')
    expect(office.simulation.up()).toEqual(['n1'])
    office.tell('send', { to: 'n2', text: 'hello' })
    office.run(1)
    expect([...office.notes('letter', 'n2'), ...office.notes('timer', 'n2')]).toEqual([])
    const before = office.events.length
    office.simulation.resume('n2')
    office.run(0.01)
    const after = office.events.slice(before).filter((event) => event.kind === 'note' && event.node === 'n2')
    expect(after.map((event) => event.kind === 'note' && event.topic)).toEqual(['letter', 'timer'])
    expect(office.ofKind('node-paused')).toMatchObject([{ node: 'n2' }])
    expect(office.ofKind('node-resumed')).toMatchObject([{ node: 'n2' }])
  })

  it('can be paused before it is ready', () => {
    const office = new Office()
    office.simulation.crash('n1')
    office.simulation.start('n1')
    office.simulation.pause('n1')
    office.run(1)
    expect(office.notes('booted')).toHaveLength(1)
    office.simulation.resume('n1')
    office.run(0.2)
    expect(office.notes('booted')).toHaveLength(2)
  })

  it('boots paused when a fault in force wants that', () => {
    const office = new Office()
    office.simulation.crash('n1')
    office.conditions.set('n1', { paused: true })
    office.restart()
    expect(office.simulation.up()).toEqual([])
    office.simulation.resume('n1')
    expect(office.simulation.up()).toEqual(['n1'])
  })

  it('shows a clock that was set back, while its timers count on', () => {
    const office = new Office()
    const set_at_us = office.simulation.scheduler.now_us()
    office.tell('timer', { name: 't', delay_us: 100_000 })
    office.run(0.05)
    office.simulation.setClock('n1', { offset_us: -3_600e6, drift_ppm: 0 })
    office.run(0.049)
    expect(office.notes('timer')).toEqual([])
    office.run(0.0012)
    const [shown] = office.notes('timer').map((text) => Number(text.split(' at ')[1]))
    expect(shown! - set_at_us + 3_600e6).toBeGreaterThanOrEqual(100_000)
    expect(shown! - set_at_us + 3_600e6).toBeLessThan(100_200)
  })

  it('measures its timers by a clock that drifts', () => {
    const office = new Office()
    office.simulation.setClock('n1', { offset_us: 0, drift_ppm: 500_000 })
    office.tell('timer', { name: 't', delay_us: 150_000 })
    office.run(0.0995)
    expect(office.notes('timer')).toEqual([])
    office.run(0.001)
    expect(office.notes('timer')).toHaveLength(1)
  })

  it('refuses commands with a reason', () => {
    const office = new Office()
    expect(() => office.tell('dance')).toThrow('mail has no command dance')
    office.simulation.crash('n1')
    expect(() => office.tell('keep')).toThrow('n1 is down')
    office.simulation.start('n1')
    expect(() => office.tell('keep')).toThrow('the node is still starting')
  })

  it('learns which switches are on', () => {
    const office = new Office()
    office.simulation.setSwitches('n1', ['a', 'b'])
    office.run(0.01)
    expect(office.notes('switches')).toEqual(['a,b'])
    expect(office.ofKind('node-switches')).toMatchObject([{ node: 'n1', switches: ['a', 'b'] }])
  })

  it('stops when an invariant of its protocol fails', () => {
    const office = new Office()
    office.tell('fail')
    office.run(0.01)
    expect(office.ofKind('assertion')).toMatchObject([{ node: 'n1', text: 'told to fail' }])
    const output = ['An invariant of the protocol failed, so the node stops: told to fail.']
    expect(office.ofKind('node-exited')).toMatchObject([{ reason: 'failed', code: 1, signal: null, output }])
    office.restart()
    expect(office.simulation.up()).toEqual(['n1'])
  })
})

describe('a simulated disk', () => {
  it('keeps what was synced, and what was only being synced, when the process dies', () => {
    const office = new Office()
    office.keep('a')
    office.run(0.01)
    office.keep('b')
    office.untilSyncing()
    office.keep('never flushed')
    office.simulation.crash('n1')
    office.restart()
    expect(office.found()).toEqual(['a', 'b'])
  })

  it('loses what was not synced where it is told to', () => {
    const office = new Office()
    office.disk({ lose_unsynced: true })
    office.keep('a')
    office.run(0.01)
    office.keep('b')
    office.untilSyncing()
    office.simulation.crash('n1')
    office.restart()
    expect(office.found()).toEqual(['a'])
  })

  it('tears what was not synced: whole records, then a part that recovery cuts off', () => {
    const found = new Set<number>()
    for (let seed = 1; seed <= 12; seed++) {
      const office = new Office(1, seed)
      office.disk({ tear_unsynced: true, sync_delay_us: 1_000 })
      office.keep('a', 'b', 'c', 'd')
      // The first is synced alone, the others together after it.
      office.run(0.002)
      office.simulation.crash('n1')
      office.restart()
      const kept = office.found() as string[]
      expect(['a', 'b', 'c', 'd'].slice(0, kept.length)).toEqual(kept)
      expect(office.ofKind('node-ready').at(-1)!.truncated_bytes).toBeGreaterThan(0)
      found.add(kept.length)
      office.simulation.crash('n1')
      office.restart()
      expect(office.found()).toEqual(kept)
      expect(office.ofKind('node-ready').at(-1)!.truncated_bytes).toBe(0)
    }
    expect([...found].sort()).toEqual([1, 2, 3])
  })

  it('cuts a damaged end off at recovery that was never durable', () => {
    const office = new Office()
    office.keep('a')
    office.run(0.01)
    office.disk({ corrupt_writes: true, sync_delay_us: 20_000 })
    office.keep('b')
    office.run(0.01)
    office.simulation.crash('n1')
    office.restart()
    expect(office.found()).toEqual(['a'])
    expect(office.ofKind('node-ready').at(-1)!.truncated_bytes).toBeGreaterThan(9)
  })

  it.each([
    ['at its end', false],
    ['before its end', true]
  ])('lets no node start whose log is damaged %s', (_, goes_on) => {
    const office = new Office()
    office.disk({ corrupt_writes: true })
    office.keep('a')
    office.run(0.01)
    office.disk({})
    if (goes_on) office.keep('b')
    office.run(0.01)
    office.simulation.crash('n1')
    office.restart()
    expect(office.simulation.up()).toEqual([])
    const { reason, output } = office.ofKind('node-exited').at(-1)!
    expect(reason).toBe('failed')
    expect(output.join()).toContain('00000001.wal is damaged at byte 0: a record fails its checksum')
  })

  it('takes as long as it is told to, and syncs what gathered meanwhile as one batch', () => {
    const office = new Office()
    office.disk({ sync_delay_us: 50_000 })
    office.keep('a')
    office.untilSyncing()
    office.keep('b')
    office.keep('c')
    office.run(0.0495)
    expect(office.notes('durable')).toEqual([])
    office.run(0.06)
    expect(office.notes('durable')).toEqual(['1', '3'])
  })

  it('ends the node when a sync fails, with the reason that processes give', () => {
    const office = new Office()
    office.disk({ sync_fails: true })
    office.keep('a')
    office.run(0.1)
    const [exit] = office.ofKind('node-exited')
    expect(exit).toMatchObject({ reason: 'failed', code: 1 })
    expect(exit!.output.join()).toContain('The disk failed to sync the log in n1 (EIO: i/o error, fdatasync).')
    office.disk({})
    office.restart()
    expect(office.found()).toEqual(['a'])
  })

  it('replaces the log by a snapshot, or keeps the old one when the process dies meanwhile', () => {
    const office = new Office()
    office.keep('a', 'b')
    office.run(0.01)
    office.tell('snapshot')
    office.untilSyncing()
    office.simulation.crash('n1')
    office.restart()
    expect(office.ofKind('node-ready').at(-1)!.recovered_records).toBe(2)
    office.tell('snapshot')
    office.run(0.01)
    office.keep('c')
    office.run(0.01)
    office.simulation.crash('n1')
    office.restart()
    expect(office.found()).toEqual(['a', 'b', 'c'])
    expect(office.ofKind('node-ready').at(-1)!.recovered_records).toBe(1)
  })
})

describe('a simulated node whose disk', () => {
  const generations = (office: Office) => office.ofKind('node-started').map(({ generation }) => generation)

  it('was lost comes back empty, as a node of the next generation', () => {
    const office = new Office()
    office.keep('a')
    office.run(0.1)
    office.simulation.crash('n1')
    office.simulation.loseDisk('n1')
    office.restart()
    expect(office.found()).toEqual([])
    expect(office.notes('generation')).toEqual(['0', '1'])
    office.simulation.crash('n1')
    office.restart()
    expect(generations(office)).toEqual([0, 1, 1])
  })

  it('was restored comes back with what was durable at the backup, however often', () => {
    const office = new Office()
    office.keep('a')
    office.run(0.1)
    office.keep('not yet durable')
    office.untilSyncing()
    office.simulation.backUpDisk('n1')
    office.run(0.1)
    for (const generation of [1, 2]) {
      office.keep('b')
      office.run(0.1)
      office.simulation.crash('n1')
      office.simulation.restoreDisk('n1')
      office.restart()
      expect(office.found()).toEqual(['a'])
      expect(office.notes('generation').at(-1)).toBe(String(generation))
    }
  })

  it('was damaged is backed up as far as it can be read', () => {
    const office = new Office()
    office.keep('a')
    office.run(0.1)
    office.disk({ corrupt_writes: true })
    office.keep('b')
    office.run(0.1)
    office.disk({})
    office.simulation.backUpDisk('n1')
    office.simulation.crash('n1')
    office.simulation.restoreDisk('n1')
    office.restart()
    expect(office.found()).toEqual(['a'])
  })
})

describe('a simulated disk fault that ends while a sync is under way', () => {
  it('lets the sync end', () => {
    const office = new Office()
    office.disk({ sync_delay_us: 60e6 })
    office.keep('a')
    office.run(5)
    expect(office.notes('durable')).toEqual([])
    office.disk({})
    office.run(0.01)
    expect(office.notes('durable')).toEqual(['1'])
  })

  it.each(['lose_unsynced', 'tear_unsynced'] as const)('leaves nothing for a crash to take by `%s`', (fault) => {
    const office = new Office()
    office.disk({ sync_delay_us: 60e6, [fault]: true })
    office.keep('a')
    office.run(0.1)
    office.disk({ sync_delay_us: 60e6 })
    office.simulation.crash('n1')
    office.restart()
    expect(office.found()).toEqual(['a'])
  })
})

it('a simulated node whose disk hangs is stopped by force after a while, as a process is', () => {
  const office = new Office()
  office.disk({ sync_delay_us: 60e6 })
  office.keep('a')
  office.untilSyncing()
  office.simulation.stop('n1')
  office.run(1)
  expect(office.ofKind('node-exited')).toMatchObject([{ reason: 'stopped', signal: 'SIGKILL' }])
  office.restart()
  expect(office.simulation.up()).toEqual(['n1'])
})
