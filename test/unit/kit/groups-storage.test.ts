import { expect, test } from 'vitest'
import type { Hosted, HostRecord, HostState } from '../../../src-node/protocols/kit/groups/state'
import {
  recoverGroups,
  takeDurableGroups,
  wholeLogIfDue,
  writeFounders,
  writeRecord,
  writeSnapshot
} from '../../../src-node/protocols/kit/groups/storage'

const GROUPS = ['g1', 'g2']

function host(): HostState<null, string, string> {
  const hosted = (): Hosted<null, string, string> => ({ state: null, records: 0, saved: { snapshot: null, records: [] } })
  return {
    groups: new Map(GROUPS.map((group) => [group, hosted()])),
    records: 0,
    appended: [],
    snapshots_in_log: 0,
    tokens: new Map()
  }
}

function saved(log: readonly HostRecord<string, string>[], snapshot: Parameters<typeof recoverGroups<string, string>>[1] = null) {
  return Object.fromEntries(recoverGroups(GROUPS, snapshot, log))
}

test('a snapshot of one group voids what that group wrote, and nothing else', () => {
  const state = host()
  const log = [writeRecord(state, 'g1', 'a'), writeRecord(state, 'g2', 'b'), writeSnapshot(state, 'g1', 'A', ['kept'])]
  log.push(writeRecord(state, 'g1', 'c'))
  expect(saved(log)).toEqual({ g1: { snapshot: 'A', records: ['kept', 'c'] }, g2: { snapshot: null, records: ['b'] } })
})

test('after as many snapshots as groups the log is written anew, with the same contents', () => {
  const state = host()
  const log: HostRecord<string, string>[] = [writeRecord(state, 'g2', 'b'), writeSnapshot(state, 'g1', 'A', [])]
  expect(wholeLogIfDue(state)).toBeNull()
  log.push(writeSnapshot(state, 'g1', 'AA', ['x']), writeRecord(state, 'g1', 'y'))
  const whole = wholeLogIfDue(state)!
  expect(saved(whole.records, whole.snapshot)).toEqual(saved(log))
  expect(wholeLogIfDue(state)).toBeNull()
})

test('each group learns how many of its own records are on disk', () => {
  const state = host()
  writeRecord(state, 'g1', 'a')
  writeRecord(state, 'g2', 'b')
  writeSnapshot(state, 'g2', 'B', [])
  writeRecord(state, 'g2', 'c')
  expect([...takeDurableGroups(state, 1)]).toEqual([['g1', 1]])
  expect([...takeDurableGroups(state, 3)]).toEqual([['g2', 1]])
  expect([...takeDurableGroups(state, 4)]).toEqual([['g2', 2]])
})

test('a group that comes is there again after a restart, with whom it began with, from a log written anew as well', () => {
  const state = host()
  state.groups.set('g3', { state: null, records: 0, saved: { snapshot: null, records: [], founders: ['n1'] } })
  const log: HostRecord<string, string>[] = [writeFounders(state, 'g3', ['n1']), writeRecord(state, 'g3', 'a')]
  expect(saved(log)['g3']).toEqual({ snapshot: null, records: ['a'], founders: ['n1'] })
  for (const group of ['g3', 'g1', 'g2']) log.push(writeSnapshot(state, group, 'S', []))
  expect(saved(log)['g3']).toEqual({ snapshot: 'S', records: [], founders: ['n1'] })
  const whole = wholeLogIfDue(state)!
  expect(saved(whole.records, whole.snapshot)).toEqual(saved(log))
})
