import { describe, expect, it } from 'vitest'
import { applyPlacement } from '../../../src-node/protocols/sharded-kv/placement/machine'
import type { GroupReport, Report } from '../../../src-node/protocols/sharded-kv/placement/messages'
import { operatorCommand } from '../../../src-node/protocols/sharded-kv/placement/operator'
import { misplacedShards } from '../../../src-node/protocols/sharded-kv/placement/planner'
import { ordersFor, takeReport } from '../../../src-node/protocols/sharded-kv/placement/reports'
import type { Loads } from '../../../src-node/protocols/sharded-kv/placement/loads'
import type { PlacementState } from '../../../src-node/protocols/sharded-kv/placement/state'
import { nothingTold, tellChanges } from '../../../src-node/protocols/sharded-kv/placement/tell'
import { isPlacementMessage } from '../../../src-node/protocols/sharded-kv/placement/well-formed'
import { applyAll, foundPlacement, loadsOf, nodeNames, PLANNER } from './placement-setup'

/** n1 has shards 0, 3, 6 …; shard 0 is on its way to n2 by move 1. */
function moving(): PlacementState {
  return applyAll(
    [{ do: 'plan', moves: [{ shard: 0, from: 'n1', to: 'n2', reason: 'because', pins: false }] }],
    foundPlacement(3, { strategy: 'modulo', shards: 6 })
  )
}

function groupReport(group: string, given: Partial<GroupReport> = {}): GroupReport {
  return { group, shards: [], moves: [], changes: [], ...given }
}

function reportOf(...groups: GroupReport[]): Report {
  return { type: 'report', epoch: 1, groups }
}

const SHARD = { shard: 0, status: 'serving', epoch: 1, keys: 10, bytes: 100, operations: 0 } as const

describe('what a report makes the placement service commit', () => {
  it('is that a move is done, once its target serves the shard', () => {
    const arrived = reportOf(groupReport('n2', { shards: [SHARD] }))
    expect(takeReport(moving(), new Map(), 'n2', arrived, 0)).toEqual([{ do: 'moved', move: 1 }])
  })

  it.each([
    ['the target has not all of it', reportOf(groupReport('n2', { shards: [{ ...SHARD, status: 'moving-in' }] }))],
    ['the source still serves it', reportOf(groupReport('n1', { shards: [{ ...SHARD, epoch: 0, status: 'moving-out' }] }))],
    ['another group says so', reportOf(groupReport('n3', { shards: [SHARD] }))],
    ['an unknown group says so', reportOf(groupReport('n9', { shards: [SHARD] }))],
    ['the target says that it is given up', reportOf(groupReport('n2', { moves: [{ move: 1, shard: 0, phase: 'cancelled' }] }))]
  ])('is nothing while %s', (_, report) => {
    expect(takeReport(moving(), new Map(), 'n2', report, 0)).toEqual([])
  })

  it('is that a move is cancelled, once its source has given it up', () => {
    const given_up = reportOf(groupReport('n1', { moves: [{ move: 1, shard: 0, phase: 'cancelled' }] }))
    expect(takeReport(moving(), new Map(), 'n1', given_up, 0)).toEqual([{ do: 'cancelled', move: 1 }])
  })
})

describe('orders', () => {
  const orders = (state: PlacementState, report: Report, loads: Loads = new Map()) => ordersFor(state, loads, report)

  it('go to both groups of a move, and to nobody else', () => {
    const order = { move: 1, shard: 0, from: 'n1', to: 'n2', to_leader: 'n2', do: 'go', rate_kib: 512 }
    const state = moving()
    for (const group of ['n1', 'n2'])
      expect(orders(state, reportOf(groupReport(group)), loadsOf(state)).moves).toMatchObject([order])
    expect(orders(state, reportOf(groupReport('n3'))).moves).toEqual([])
  })

  it.each([
    ['waits', 'wait', { do: 'pause', move: 1 }],
    ['waits with all others', 'wait', { do: 'pause', move: null }],
    ['is to be given up, even though it waits', 'give-up', { do: 'cancel', move: 1 }]
  ] as const)('say that a move %s', (_, order, command) => {
    const state = applyAll([command], moving())
    expect(orders(state, reportOf(groupReport('n1'))).moves).toMatchObject([{ do: order }])
  })

  it('bring the map to whoever has an older one', () => {
    const state = applyAll([{ do: 'moved', move: 1 }], moving())
    expect(orders(state, { type: 'report', epoch: 1, groups: [] }).map).toMatchObject({ epoch: 2 })
    expect(orders(state, { type: 'report', epoch: 2, groups: [] })).not.toHaveProperty('map')
  })

  it('say which reported moves are over', () => {
    const state = applyAll(
      [
        { do: 'cancel', move: 1 },
        { do: 'cancelled', move: 1 }
      ],
      moving()
    )
    const report = reportOf(
      groupReport('n1', { moves: [{ move: 1, shard: 0, phase: 'cancelled' }] }),
      groupReport('n2', {
        moves: [
          { move: 1, shard: 0, phase: 'in' },
          { move: 7, shard: 0, phase: 'in' }
        ]
      })
    )
    // Of move 7 this state knows nothing yet.
    expect(orders(state, report).over).toEqual([1])
    expect(orders(moving(), report).over).toEqual([])
  })

  it('are what a correct peer could have sent, reports too', () => {
    const report = { ...reportOf(groupReport('n1', { shards: [SHARD], moves: [{ move: 1, shard: 0, phase: 'in' }] })), epoch: 0 }
    const answer = orders(moving(), report)
    expect([isPlacementMessage(report), isPlacementMessage(answer)]).toEqual([true, true])
    expect(isPlacementMessage({ ...report, groups: [{ ...report.groups[0]!, shards: [{ ...SHARD, keys: -1 }] }] })).toBe(false)
    const map = { ...answer.map!, shards: [{ ...answer.map!.shards[0]!, range: 7 as never }] }
    expect(isPlacementMessage({ ...answer, map })).toBe(false)
    expect(isPlacementMessage({ type: 'operate', command: 'move-shard', arguments: { shard: 3, to: 'n2' } })).toBe(true)
    expect(isPlacementMessage({ type: 'operate', command: 'move-shard', arguments: { shard: null as never } })).toBe(false)
  })
})

describe('the load of a group', () => {
  it('counts operations a second between two reports of the same leader', () => {
    const [state, loads] = [foundPlacement(3, { shards: 3, strategy: 'modulo' }), new Map() as Loads]
    const report = (operations: number) => reportOf(groupReport('n1', { shards: [{ ...SHARD, epoch: 0, operations }] }))
    const rateAfter = (leader: string, operations: number, now_us: number) => {
      takeReport(state, loads, leader, report(operations), now_us)
      return loads.get('n1')!.shards.get(0)!.operations_s
    }
    expect(rateAfter('n1', 500, 0)).toBe(0)
    expect(rateAfter('n1', 600, 500_000)).toBe(200)
    // It has restarted.
    expect(rateAfter('n1', 20, 1_000_000)).toBe(0)
    expect(rateAfter('n2', 900, 1_500_000)).toBe(0)
  })
})

describe('an operator', () => {
  it.each([
    [
      'move-shard',
      { shard: 3, to: 'n3' },
      { do: 'plan', moves: [{ shard: 3, from: 'n1', to: 'n3', reason: 'moved by hand', pins: true }] }
    ],
    ['move-shard', { shard: 3 }, { do: 'unpin', shard: 3 }],
    ['pause-moves', {}, { do: 'pause', move: null }],
    ['pause-moves', { move: 1 }, { do: 'pause', move: 1 }],
    ['resume-moves', { move: 1 }, { do: 'resume', move: 1 }],
    ['cancel-move', { move: 1 }, { do: 'cancel', move: 1 }],
    ['set-move-rate', { kib: 0 }, { do: 'set-rate', kib: 0 }]
  ])('has %s %o done', (command, given, expected) => {
    expect(operatorCommand(moving(), command, given)).toEqual(expected)
  })

  it.each([
    ['move-shard', { shard: 99, to: 'n2' }, 'there is no shard 99'],
    ['move-shard', { shard: 3, to: 'n9' }, 'n9 takes no shards'],
    ['move-shard', { shard: 3, to: 'n1' }, 'shard 3 is at n1 already'],
    ['move-shard', { shard: 0, to: 'n3' }, 'shard 0 is under way'],
    ['cancel-move', { move: 2 }, 'no move 2 is under way'],
    ['set-move-rate', { kib: -1 }, 'a rate is 0 or more KiB a second']
  ])('is told why %s %o cannot be done', (command, given, refused) => {
    expect(operatorCommand(moving(), command, given)).toEqual({ refused })
  })
})

describe('what the placement leader tells', () => {
  function teller(state: PlacementState) {
    const told = nothingTold()
    const misplaced = () => misplacedShards(state, { epoch: 0, owners: new Map() }, loadsOf(state), PLANNER)
    return () =>
      tellChanges(told, state, loadsOf(state), 'n1', misplaced).map(({ fact, data }) => ({ fact, ...(data as object) }))
  }

  it('is the map and the moves under way when it begins, and then what changes', () => {
    const state = moving()
    const tell = teller(state)
    expect(tell()).toMatchObject([
      { fact: 'map-published', epoch: 1 },
      { fact: 'move-planned', move: 1, shard: 0, from: 'n1', to: 'n2', reason: 'because', keys: 100, bytes: 1000 }
    ])
    expect(tell()).toEqual([])
    applyPlacement(state, { do: 'pause', move: null })
    expect(tell()).toEqual([{ fact: 'move-step', move: 1, shard: 0, step: 'paused' }])
    applyPlacement(state, { do: 'resume', move: null })
    expect(tell()).toEqual([{ fact: 'move-step', move: 1, shard: 0, step: 'resumed' }])
    applyPlacement(state, { do: 'moved', move: 1 })
    expect(tell()).toMatchObject([{ fact: 'map-published', epoch: 2 }])
  })

  it.each([
    ['modulo', 3 / 4, 46],
    ['ring', 1 / 4, 17]
  ] as const)('sets what is to move beside theory when a node joins under %s', (strategy, expected_share, shards) => {
    const state = foundPlacement(3, { strategy })
    const tell = teller(state)
    tell()
    applyPlacement(state, { do: 'members', members: nodeNames(4) })
    const theory = {
      cause: 'n4 joined',
      expected_share,
      misplaced: Array(shards).fill(expect.any(Number)),
      keys: Array(64).fill(100)
    }
    expect(tell()).toMatchObject([{ fact: 'map-published', theory }])
  })
})

describe('loads', () => {
  it('are measured on when a group reports twice at one moment', () => {
    const loads: Loads = new Map()
    const reportAt = (now_us: number, operations: number, keys = 10) =>
      takeReport(moving(), loads, 'n2', reportOf(groupReport('n2', { shards: [{ ...SHARD, operations, keys }] })), now_us)
    reportAt(0, 0)
    reportAt(1_000_000, 50)
    reportAt(1_000_000, 60, 11)
    expect(loads.get('n2')!.shards.get(0)).toMatchObject({ operations_s: 50, measured_us: 1_000_000, keys: 11 })
    reportAt(2_000_000, 100)
    expect(loads.get('n2')!.shards.get(0)).toMatchObject({ operations_s: 50, measured_us: 2_000_000 })
  })
})
