import { expect, test } from 'vitest'
import type { Operation } from '../../../src-shared/operations'
import { VALUE_LENGTH_MAX } from '../../../src-node/protocols/kit/requests'
import { makeEntry } from '../../../src-node/protocols/replicated-log/entry'
import { recallOutcome, SESSION_WINDOW, SESSIONS_MAX, uniteSessions } from '../../../src-node/protocols/replicated-log/sessions'
import type { Outcome } from '../../../src-node/protocols/replicated-log/sessions'
import type { StateMachine } from '../../../src-node/protocols/replicated-log/state-machine'
import {
  applyWrite,
  emptyMachine,
  machineFromRows,
  machineToRows
} from '../../../src-node/protocols/replicated-log/state-machine'

let index = 0
function apply(machine: StateMachine, session: string, sequence: number, operation: Operation): Outcome {
  return applyWrite(machine, makeEntry(++index, 1, session, sequence, operation), operation)
}
const append = (value: string): Operation => ({ f: 'append', key: 'k', value })

test('a retry is recalled, also when newer writes of the session overtook it', () => {
  const machine = emptyMachine()
  apply(machine, 's', 2, append('b'))
  apply(machine, 's', 1, append('a'))
  expect(apply(machine, 's', 2, append('b'))).toBe('done')
  expect(machine.data.get('k')).toBe('ba')
})

test('a retry older than the window is refused as unknown, never applied again', () => {
  const machine = emptyMachine()
  for (let sequence = 1; sequence <= SESSION_WINDOW + 1; sequence++) apply(machine, 's', sequence, append('x'))
  expect(apply(machine, 's', 1, append('x'))).toBe('expired')
  expect(apply(machine, 's', 2, append('x'))).toBe('done')
  expect(machine.data.get('k')).toHaveLength(SESSION_WINDOW + 1)
})

test('the session that was silent longest is forgotten', () => {
  const machine = emptyMachine()
  for (let at = 0; at < SESSIONS_MAX; at++) apply(machine, `s${at}`, 1, append('x'))
  apply(machine, 's0', 2, append('x'))
  apply(machine, 'one more', 1, append('x'))
  expect(machine.sessions.size).toBe(SESSIONS_MAX)
  expect(recallOutcome(machine.sessions, 's0', 1)).toBe('done')
  expect(recallOutcome(machine.sessions, 's1', 1)).toBeNull()
})

test('a compare-and-set retried after another write still tells what it came to', () => {
  const machine = emptyMachine()
  expect(apply(machine, 'a', 1, { f: 'cas', key: 'k', expected: null, value: '1' })).toBe('swapped')
  apply(machine, 'b', 1, { f: 'put', key: 'k', value: '2' })
  expect(apply(machine, 'a', 1, { f: 'cas', key: 'k', expected: null, value: '1' })).toBe('swapped')
  expect(apply(machine, 'a', 2, { f: 'cas', key: 'k', expected: '1', value: '3' })).toBe('not-swapped')
})

test('an append never grows a value beyond its limit', () => {
  const machine = emptyMachine()
  apply(machine, 's', 1, append('x'.repeat(VALUE_LENGTH_MAX)))
  expect(apply(machine, 's', 2, append('x'))).toBe('refused')
  expect(machine.data.get('k')).toHaveLength(VALUE_LENGTH_MAX)
})

test('a snapshot carries data and sessions', () => {
  const machine = emptyMachine()
  apply(machine, 's', 5, append('x'))
  apply(machine, 't', 1, { f: 'put', key: '__proto__', value: 'safe' })
  const restored = machineFromRows(structuredClone(machineToRows(machine)))
  expect(restored).toEqual(machine)
  expect(apply(restored, 's', 5, append('x'))).toBe('done')
  expect(restored.data.get('k')).toBe('x')
})

test('a session is told in a few runs, however much it applied, and forgets nothing within its window', () => {
  const machine = emptyMachine()
  const write = (sequence: number): Outcome =>
    apply(machine, 's', sequence, sequence % 500 === 0 ? { f: 'cas', key: 'c', expected: 'x', value: 'y' } : append('x'))
  // Neighbours in the wrong order, as from a client with several operations open; 1077 comes last of all.
  for (let pair = 1; pair <= 2000; pair += 2) for (const sequence of [pair + 1, pair]) if (sequence !== 1077) write(sequence)
  const length = machine.data.get('k')!.length
  for (let sequence = 2000; sequence > 2000 - SESSION_WINDOW; sequence--) {
    const outcome = sequence === 1077 ? null : sequence % 500 === 0 ? 'not-swapped' : 'done'
    expect(recallOutcome(machine.sessions, 's', sequence)).toBe(outcome)
  }
  expect(recallOutcome(machine.sessions, 's', 2000 - SESSION_WINDOW)).toBe('expired')
  expect(write(1077)).toBe('done')
  expect(write(1077)).toBe('done')
  expect(machine.data.get('k')).toHaveLength(length + 1)
  const rows = structuredClone(machineToRows(machine))
  expect(rows.find(([kind]) => kind === 'session')![3]!.length).toBeLessThan(10)
  expect(machineFromRows(rows)).toEqual(machine)
})

test('a session of which the machine sees a part alone remembers each write, and a snapshot carries every one', () => {
  const machine = emptyMachine()
  // As in one of eight groups: what lies between went elsewhere. The last step leaves all of that behind but for its end.
  const sequences = [...Array.from({ length: 300 }, (_, at) => 3 + 8 * at), 3000]
  for (const sequence of sequences) apply(machine, 's', sequence, append('x'))
  const restored = machineFromRows(structuredClone(machineToRows(machine)))
  expect(restored).toEqual(machine)
  for (let sequence = 0; sequence <= 3001; sequence++) {
    const expected = sequence <= 3000 - SESSION_WINDOW ? 'expired' : sequences.includes(sequence) ? 'done' : null
    expect(recallOutcome(restored.sessions, 's', sequence)).toBe(expected)
  }
})

test('what two states remember is remembered by the one that they become, and by no other', () => {
  const [one, other] = [emptyMachine(), emptyMachine()]
  apply(one, 's', 1, append('a'))
  apply(other, 's', 2, { f: 'cas', key: 'k', expected: 'x', value: 'y' })
  apply(other, 's', 4, append('b'))
  apply(other, 'silent', 1, append('c'))
  uniteSessions(one.sessions, other.sessions)
  expect([1, 2, 3, 4, 5].map((sequence) => recallOutcome(one.sessions, 's', sequence))).toEqual([
    'done',
    'not-swapped',
    null,
    'done',
    null
  ])
  expect(recallOutcome(one.sessions, 'silent', 1)).toBe('done')
  apply(one, 'silent', 2, append('d'))
  expect(recallOutcome(other.sessions, 'silent', 2)).toBeNull()
  expect(recallOutcome(other.sessions, 's', 1)).toBeNull()
})

test.each([
  [1, SESSION_WINDOW + 1],
  [SESSION_WINDOW + 1, 1]
])('of two states with sequences %d and %d the later one says what is too old to know', (one_sequence, other_sequence) => {
  const [one, other] = [emptyMachine(), emptyMachine()]
  apply(one, 's', one_sequence, append('a'))
  apply(other, 's', other_sequence, append('b'))
  uniteSessions(one.sessions, other.sessions)
  const recalled = [1, 2, SESSION_WINDOW + 1].map((sequence) => recallOutcome(one.sessions, 's', sequence))
  expect(recalled).toEqual(['expired', null, 'done'])
})

test('no more sessions are united than are remembered', () => {
  const [one, other] = [emptyMachine(), emptyMachine()]
  for (let at = 0; at < SESSIONS_MAX; at++) apply(one, `s${at}`, 1, append('x'))
  apply(other, 'new', 1, append('x'))
  uniteSessions(one.sessions, other.sessions)
  expect(one.sessions.size).toBe(SESSIONS_MAX)
  expect(recallOutcome(one.sessions, 's0', 1)).toBeNull()
  expect(recallOutcome(one.sessions, 'new', 1)).toBe('done')
})
