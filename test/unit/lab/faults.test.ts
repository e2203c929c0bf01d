import { beforeEach, describe, expect, it } from 'vitest'
import { Condition } from '../../../src-main/lab/faults/condition'
import { Faults } from '../../../src-main/lab/faults/faults'
import type { FaultInjector, JoinAction } from '../../../src-main/lab/faults/faults'
import type { EventBody } from '../../../src-shared/events'
import { faultActionSchema } from '../../../src-shared/faults/actions'
import type { FaultActionInput } from '../../../src-shared/faults/actions'
import { linkId } from '../../../src-shared/ids'
import type { LinkId } from '../../../src-shared/ids'
import { CLEAR_LINK } from '../../../src-shared/network/netem'
import type { LinkSettings } from '../../../src-shared/network/netem'
import type { Member } from '../../../src-shared/scenario/members'

const nodes = ['A', 'B', 'C']
const regions: Record<string, string[]> = { east: ['A', 'c1'], west: ['B'], north: ['C'] }
let orders: string[]
/** Ends a node that is about to leave. */
let leavers: Map<string, () => void>
let links: Map<LinkId, { mode: string; settings: LinkSettings }>
let events: EventBody[]
let faults: Faults

const admit = ({ node, role }: JoinAction): Member => ({
  name: node,
  role: role ?? null,
  parameters: {},
  switches: [],
  clock: { offset_ms: 0, drift_ppm: 0 },
  service_time_ms: 0,
  message_time_ms: 0,
  starts: 'later'
})

/** Hands that write down what they are told, and keep the links as they were last set. */
const injector: FaultInjector = {
  setLinks: (changes) => changes.forEach(({ link, mode, settings }) => links.set(link, { mode, settings })),
  crash: (node) => orders.push(`crash ${node}`),
  stop: (node) => orders.push(`stop ${node}`),
  start: (node) => orders.push(`start ${node}`),
  pause: (node) => orders.push(`pause ${node}`),
  resume: (node) => orders.push(`resume ${node}`),
  setClock: (node, { offset_us }) => orders.push(`clock ${node} ${offset_us}`),
  setDisk: (node, { sync_delay_us }) => orders.push(`disk ${node} ${sync_delay_us}`),
  loseDisk: (node) => orders.push(`lose ${node}`),
  backUpDisk: (node) => orders.push(`back up ${node}`),
  restoreDisk: (node) => orders.push(`restore ${node}`),
  setSwitches: (node, switches) => orders.push(`switches ${node} ${switches.join(' ')}`),
  setAdversary: (on) => orders.push(`adversary ${on ? 'on' : 'off'}`),
  join: ({ name }) => orders.push(`join ${name}`),
  leave: (node, onGone) => {
    orders.push(`leave ${node}`)
    leavers.set(node, onGone)
  },
  command: (node, command, _given, outcome) => {
    orders.push(`${command} ${node}`)
    outcome('not the leader')
  }
}

beforeEach(() => {
  orders = []
  leavers = new Map()
  links = new Map()
  events = []
  const base = new Map<LinkId, LinkSettings>()
  for (const from of [...nodes, 'c1']) for (const to of nodes) if (from !== to) base.set(linkId(from, to), CLEAR_LINK)
  for (const from of nodes) base.set(linkId(from, 'c1'), CLEAR_LINK)
  base.set(linkId('C', 'B'), { ...CLEAR_LINK, delay_ms: 40 })
  faults = new Faults(
    Condition.healthy((link) => base.get(link) ?? null, nodes),
    nodes,
    ['c1'],
    injector,
    (event) => events.push(event),
    admit,
    (region) => new Set(regions[region])
  )
})

const act = (action: FaultActionInput) => faults.act(faultActionSchema.parse(action), { by: 'person' })
const cutLinks = () => [...links].filter(([, { mode }]) => mode === 'cut').map(([link]) => link)
const ended = () => events.flatMap((event) => (event.kind === 'fault-ended' ? [event.fault] : []))

it('takes back only what is in force, and says so of anything else', () => {
  const cut = act({ do: 'link', from: 'A', to: 'B', change: { mode: 'cut' } })
  expect(() => faults.undo(cut + 1, 'person')).toThrow(`there is no fault ${cut + 1}`)
  faults.undo(cut, 'person')
  expect(() => faults.undo(cut, 'person')).toThrow(`fault ${cut} has ended already`)
  expect(ended()).toEqual([cut])
})

describe('overlapping faults', () => {
  it('lets an adversary in, and takes it away by the same action or by undoing it', () => {
    const first = act({ do: 'adversary' })
    act({ do: 'adversary', on: false })
    expect(faults.isActive(first)).toBe(false)
    const second = act({ do: 'adversary' })
    faults.undo(second, 'person')
    expect(orders).toEqual(['adversary on', 'adversary off', 'adversary on', 'adversary off'])
  })

  it('undoing one leaves the other in force on the links they share', () => {
    const isolation = act({ do: 'partition', partition: { shape: 'isolate', nodes: ['A'] } })
    const cut = act({ do: 'link', from: 'A', to: 'B', change: { mode: 'cut' } })
    faults.undo(isolation, 'person')
    expect(cutLinks().sort()).toEqual(['A>B', 'B>A'])
    faults.undo(cut, 'person')
    expect(cutLinks()).toEqual([])
    expect(ended()).toEqual([isolation, cut])
  })

  it('combines settings of one link and takes them back one by one', () => {
    const delay = act({ do: 'link', from: 'A', to: 'B', both: false, change: { settings: { delay_ms: 20 } } })
    act({ do: 'link', from: 'A', to: '*', both: false, change: { settings: { loss_percent: 5 } } })
    expect(links.get('A>B')!.settings).toMatchObject({ delay_ms: 20, loss_percent: 5 })
    faults.undo(delay, 'person')
    expect(links.get('A>B')!.settings).toMatchObject({ delay_ms: 0, loss_percent: 5 })
  })

  it('a node stays down until nothing holds it down', () => {
    const one = act({ do: 'crash', node: 'A' })
    const all = act({ do: 'crash-all' })
    expect(orders).toEqual(['crash A', 'crash B', 'crash C'])
    orders = []
    faults.undo(all, 'timeline')
    expect(orders).toEqual(['start B', 'start C'])
    faults.undo(one, 'timeline')
    expect(orders).toEqual(['start B', 'start C', 'start A'])
  })
})

describe('mending', () => {
  it('opening a link ends the fault that cut only this link', () => {
    const cut = act({ do: 'link', from: 'A', to: 'B', change: { mode: 'cut' } })
    const open = act({ do: 'link', from: 'A', to: 'B', change: { mode: 'open' } })
    expect(cutLinks()).toEqual([])
    expect(ended()).toEqual([cut, open])
  })

  it('opening one link of a partition keeps the rest of it', () => {
    const isolation = act({ do: 'partition', partition: { shape: 'isolate', nodes: ['A'] } })
    act({ do: 'link', from: 'A', to: 'B', change: { mode: 'open' } })
    expect(cutLinks().sort()).toEqual(['A>C', 'C>A'])
    expect(ended()).not.toContain(isolation)
  })

  it('heal opens every link and leaves crashed nodes down', () => {
    const cut = act({ do: 'partition', partition: { shape: 'halves' } })
    const crash = act({ do: 'crash', node: 'C' })
    const heal = act({ do: 'heal' })
    expect(cutLinks()).toEqual([])
    expect(ended()).toEqual([cut, heal])
    expect(orders).toEqual(['crash C'])
    faults.undo(crash, 'person')
    expect(orders).toEqual(['crash C', 'start C'])
  })

  it('a restart ends the crash, and also starts a node that went down by itself', () => {
    const crash = act({ do: 'crash', node: 'A' })
    const restart = act({ do: 'restart', node: 'A' })
    expect(ended()).toEqual([crash, restart])
    act({ do: 'restart', node: 'B' })
    expect(orders.at(-1)).toBe('start B')
  })

  it('a crash ends a pause: the process is gone', () => {
    const pause = act({ do: 'pause', node: 'A' })
    const crash = act({ do: 'crash', node: 'A' })
    expect(ended()).toEqual([pause])
    faults.undo(crash, 'person')
    expect(orders).toEqual(['pause A', 'crash A', 'start A'])
  })

  it('setting a clock right ends the fault', () => {
    const wrong = act({ do: 'clock', node: 'A', offset_ms: 100 })
    act({ do: 'clock', node: 'A' })
    expect(ended()).toContain(wrong)
    expect(orders).toEqual(['clock A 100000', 'clock A 0'])
  })
})

describe('numbers and events', () => {
  it('a dragged delay is one fault that changes, until it is taken back', () => {
    const drag = (delay_ms: number) => act({ do: 'link', from: 'A', to: 'B', change: { settings: { delay_ms } } })
    expect([drag(10), drag(20), drag(30)]).toEqual([1, 1, 1])
    expect(events.map(({ kind }) => kind)).toEqual(['fault-started', 'fault-changed', 'fault-changed'])
    expect(links.get('A>B')!.settings.delay_ms).toBe(30)
    drag(0)
    expect(ended()).toContain(1)
    expect(links.get('A>B')!.settings.delay_ms).toBe(0)
  })

  it('a fault set anew stands above those set since', () => {
    act({ do: 'link', from: 'A', to: 'B', change: { settings: { delay_ms: 10 } } })
    const one_way = act({ do: 'link', from: 'A', to: 'B', both: false, change: { settings: { delay_ms: 50 } } })
    act({ do: 'link', from: 'A', to: 'B', change: { settings: { delay_ms: 20 } } })
    expect(links.get('A>B')!.settings.delay_ms).toBe(20)
    expect(ended()).toEqual([one_way])
  })

  it('a timeline’s steps are faults of their own', () => {
    const step = (delay_ms: number) =>
      faults.act(faultActionSchema.parse({ do: 'link', from: 'A', to: 'B', change: { settings: { delay_ms } } }), {
        by: 'timeline'
      })
    expect([step(10), step(20)]).toEqual([1, 2])
    expect(ended()).toEqual([1])
  })

  it('names the nodes and links that a fault touches', () => {
    act({ do: 'partition', partition: { shape: 'isolate', nodes: ['A'], direction: 'out' } })
    act({ do: 'pause', node: 'B' })
    expect(events).toMatchObject([
      { kind: 'fault-started', fault: 1, label: 'Isolate A (cannot send)', nodes: [], links: ['A>B', 'A>C'] },
      { kind: 'fault-started', fault: 2, label: 'Pause B', nodes: ['B'], links: [] }
    ])
  })

  it('a command is a fault that happens once; what the node says of it comes separately', () => {
    const said: unknown[] = []
    const action = faultActionSchema.parse({ do: 'command', node: 'A', command: 'transfer-leadership' })
    expect(faults.act(action, { by: 'person', outcome: (refusal) => said.push(refusal) })).toBe(1)
    expect(orders).toEqual(['transfer-leadership A'])
    expect(ended()).toEqual([1])
    expect(said).toEqual(['not the leader'])
  })

  it('of anything but a command it is known at once that it is done', () => {
    const said: unknown[] = []
    faults.act(faultActionSchema.parse({ do: 'heal' }), { by: 'person', outcome: (refusal) => said.push(refusal) })
    expect(said).toEqual([null])
  })
})

describe('a deliberate bug', () => {
  it('is turned on in every node, beside those that are on already, and taken back alone', () => {
    const first = act({ do: 'switch', switch: 'one' })
    act({ do: 'switch', switch: 'two', node: 'B' })
    orders = []
    faults.undo(first, 'person')
    expect(orders).toEqual(['switches A ', 'switches B two', 'switches C '])
  })

  it('that the scenario asks for can be turned off', () => {
    faults = new Faults(
      Condition.healthy(
        () => null,
        nodes,
        () => ({ switches: ['one'] })
      ),
      nodes,
      [],
      injector,
      (event) => events.push(event),
      admit,
      () => new Set()
    )
    act({ do: 'switch', switch: 'one', on: false, node: 'A' })
    expect(orders).toEqual(['switches A '])
  })
})

describe('a fault of a disk’s content', () => {
  it('takes the node down first, and lasts until it is undone', () => {
    const lost = act({ do: 'lose-disk', node: 'A' })
    expect(orders).toEqual(['crash A', 'lose A'])
    faults.undo(lost, 'person')
    expect(orders.at(-1)).toBe('start A')
  })

  it('befalls a node that is down already, which a restart brings back', () => {
    act({ do: 'crash', node: 'A' })
    act({ do: 'lose-disk', node: 'A' })
    act({ do: 'restart', node: 'A' })
    expect(orders.slice(0, 3)).toEqual(['crash A', 'lose A', 'start A'])
    expect(ended()).toHaveLength(3)
  })

  it('restores only what was backed up', () => {
    expect(() => act({ do: 'restore-disk', node: 'A' })).toThrow('there is no backup of A; take one first with `backup-disk`')
    expect(events).toEqual([])
    const backup = act({ do: 'backup-disk', node: 'A' })
    expect(ended()).toEqual([backup])
    act({ do: 'restore-disk', node: 'A' })
    expect(orders).toEqual(['back up A', 'crash A', 'restore A'])
    expect(() => act({ do: 'restore-disk', node: 'B' })).toThrow('no backup of B')
  })

  it('happens again when it is asked for again', () => {
    act({ do: 'backup-disk', node: 'A' })
    act({ do: 'restore-disk', node: 'A' })
    act({ do: 'restore-disk', node: 'A' })
    expect(orders.slice(1)).toEqual(['crash A', 'restore A', 'restore A'])
  })
})

describe('joining and leaving', () => {
  it('names the node that joins among those that the fault concerns', () => {
    act({ do: 'join', node: 'D' })
    expect(events[0]).toMatchObject({ kind: 'fault-started', nodes: ['D'] })
    expect(events.at(-1)).toEqual({ kind: 'member-joined', node: 'D', role: null })
    expect(orders).toEqual(['join D'])
  })

  it('faults reach a node that leaves until it has gone, and end then', () => {
    act({ do: 'leave', node: 'C' })
    expect(faults.isLeaving('C')).toBe(true)
    const crash = act({ do: 'crash', node: 'C' })
    expect(orders).toEqual(['leave C', 'crash C'])
    expect(events.some(({ kind }) => kind === 'member-left')).toBe(false)
    leavers.get('C')!()
    expect(ended()).toContain(crash)
    expect(events.at(-1)).toEqual({ kind: 'member-left', node: 'C' })
    expect(faults.memberCount).toBe(2)
  })
})

describe('a fault of a region', () => {
  it('that is dark is cut off from all others, its clients included, and no link inside is', () => {
    const dark = act({ do: 'region-dark', region: 'east' })
    expect(cutLinks().sort()).toEqual(['A>B', 'A>C', 'B>A', 'B>c1', 'C>A', 'C>c1', 'c1>B', 'c1>C'])
    faults.undo(dark, 'person')
    expect(cutLinks()).toEqual([])
  })

  it('takes its nodes down together, and starts them again when it is undone', () => {
    regions['east'] = ['A', 'B']
    const down = act({ do: 'region-dark', region: 'east', how: 'down' })
    faults.undo(down, 'person')
    expect(orders).toEqual(['crash A', 'crash B', 'start A', 'start B'])
    regions['east'] = ['A', 'c1']
  })

  it('that is slow adds to the length that each of its links has', () => {
    const slow = act({ do: 'region-slow', region: 'west', delay_ms: 50 })
    const delays = () => Object.fromEntries([...links].map(([link, { settings }]) => [link, settings.delay_ms]))
    expect(delays()).toEqual({ 'A>B': 50, 'B>A': 50, 'B>C': 50, 'C>B': 90, 'B>c1': 50, 'c1>B': 50 })
    faults.undo(slow, 'person')
    expect(delays()).toMatchObject({ 'C>B': 40, 'B>C': 0 })
  })

  it('cuts the cable between two, and leaves the ways round', () => {
    act({ do: 'cut-cable', regions: ['east', 'west'] })
    expect(cutLinks().sort()).toEqual(['A>B', 'B>A', 'B>c1', 'c1>B'])
    act({ do: 'heal' })
    expect(cutLinks()).toEqual([])
  })
})
