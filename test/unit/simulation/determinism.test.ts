import { describe, expect, it } from 'vitest'
import type { Protocol } from '../../../src-node/protocols/contract'
import { findProtocol } from '../../../src-node/protocols/registry'
import { DEFAULT_TRACE, HEALTHY_DISK } from '../../../src-node/node-core/conditions'
import type { TimedEvent } from '../../../src-shared/events'
import { isMessageEvent } from '../../../src-shared/events'
import { LogSnapshot } from '../../../src-shared/protocols/replicated-log/facts'
import { SimulatedCluster } from './simulated-cluster'
import type { SimulatedClusterOptions } from './simulated-cluster'

const QUIET = { logical_clocks: false, messages_per_s: 0, facts: true }
const FAULTY_LINK = { delay_ms: 1, jitter_ms: 0.5, loss_percent: 2, duplicate_percent: 2, corrupt_percent: 1 }

/** Six seconds in which something of everything happens. */
function faultyRun(options: SimulatedClusterOptions = {}, reach: (world: SimulatedCluster) => void = () => {}): SimulatedCluster {
  const world = new SimulatedCluster({ nodes: 5, clients: 3, seed: 4, link: FAULTY_LINK, ...options })
  const { simulation } = world
  simulation.startAll()
  const fleet = world.fleet()
  world.run(1)
  simulation.setLinks([
    { link: 'n1>n2', mode: 'cut' },
    { link: 'n3>n4', mode: 'half-open' },
    { link: 'n4>n3', mode: 'refuse' }
  ])
  world.run(0.5)
  reach(world)
  simulation.setDisk('n1', { ...HEALTHY_DISK, lose_unsynced: true, sync_delay_us: 3_000 })
  simulation.crash('n1')
  simulation.pause('n2')
  world.run(0.5)
  simulation.start('n1')
  simulation.resume('n2')
  simulation.setClock('n3', { offset_us: -5e6, drift_ppm: 20_000 })
  simulation.setLinks([
    { link: 'n1>n2', mode: 'open' },
    { link: 'n3>n4', mode: 'open' },
    { link: 'n4>n3', mode: 'open' }
  ])
  world.run(3)
  fleet.drain(() => {})
  world.run(1)
  return world
}

describe('a simulation', () => {
  it('says the same, byte by byte, whenever it has the same seed', () => {
    expect(faultyRun().digest()).toBe(faultyRun().digest())
    expect(faultyRun().digest()).not.toBe(faultyRun({ seed: 5 }).digest())
  })

  it('does the same whether or not its messages are traced and its gauges sampled', () => {
    const watched = faultyRun({ trace: DEFAULT_TRACE, sample_interval_ms: 100 })
    const alone = faultyRun({ trace: QUIET })
    const told = (event: TimedEvent) => !isMessageEvent(event) && !['sample', 'links', 'sampling'].includes(event.kind)
    expect(watched.events.some(isMessageEvent)).toBe(true)
    expect(alone.events.filter(told)).toEqual(watched.events.filter(told))
  })

  it('goes another way from where it is given another seed', () => {
    let forked_us = 0
    const fork = faultyRun({}, ({ simulation }) => {
      forked_us = simulation.scheduler.now_us()
      simulation.reseed(99)
    })
    const same = faultyRun()
    const before = ({ t }: TimedEvent) => t < forked_us
    expect(fork.events.filter(before)).toEqual(same.events.filter(before))
    expect(fork.digest()).not.toBe(same.digest())
    expect(faultyRun({}, ({ simulation }) => simulation.reseed(99)).digest()).toBe(fork.digest())
  })

  it('shares what a protocol hands out, and a protocol never changes that', () => {
    const small = { snapshot_every_entries: 40, snapshot_keep_entries: 10 }
    const frozen = faultyRun({ protocol: frozenOutput(findProtocol('raft')), parameters: small })
    expect(frozen.ofKind('fact').filter((event) => LogSnapshot.is(event)).length).toBeGreaterThan(0)
    expect(frozen.ofKind('node-exited').map(({ reason }) => reason)).toEqual(['crashed'])
    expect(frozen.digest()).toBe(faultyRun({ parameters: small }).digest())
  })

  it('keeps time in integers that never fall', () => {
    const times = faultyRun().events.map(({ t }) => t)
    expect(times.every(Number.isInteger)).toBe(true)
    expect(times.every((t, i) => i === 0 || t >= times[i - 1]!)).toBe(true)
  })
})

/** The protocol, but for its effects, in which nothing can be changed any more. */
function frozenOutput(protocol: Protocol): Protocol {
  return {
    ...protocol,
    boot: (...given) => {
      const booted = protocol.boot(...given)
      freeze(booted.effects)
      return booted
    },
    step: (...given) => freeze(protocol.step(...given))
  }
}

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    Object.values(value).forEach(freeze)
  }
  return value
}
