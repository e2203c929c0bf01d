import { describe, expect, test } from 'vitest'
import { spannerMachine } from '../../../src-node/protocols/spanner-kv/machine'
import { addVersion, newestVersion, versionAt, VERSIONS_KEPT_US } from '../../../src-node/protocols/spanner-kv/versions'
import type { Versions } from '../../../src-node/protocols/spanner-kv/versions'
import { makeEntry } from '../../../src-node/protocols/replicated-log/entry'
import type { AppliedEntry } from '../../../src-node/protocols/replicated-log/machine'

describe('versions', () => {
  const versions: Versions = new Map()
  addVersion(versions, 'x', { at_us: 10, value: 'a' })
  addVersion(versions, 'x', { at_us: 20, value: null })

  test('are found by time', () => {
    expect(versionAt(versions, 'x', 9)).toBeNull()
    expect(versionAt(versions, 'x', 19)).toEqual({ at_us: 10, value: 'a' })
    expect(versionAt(versions, 'x', 20)).toEqual({ at_us: 20, value: null })
    expect(newestVersion(versions, 'y')).toBeNull()
  })

  test('that nobody may ask for any more are forgotten, and the one that holds at the horizon is not', () => {
    addVersion(versions, 'x', { at_us: 20 + VERSIONS_KEPT_US, value: 'b' })
    expect(versions.get('x')!.map(({ at_us }) => at_us)).toEqual([20, 20 + VERSIONS_KEPT_US])
  })
})

describe('the machine of a group', () => {
  const write = (index: number, sequence: number, at_us: number) => {
    const command = { do: 'write', at_us, operation: { f: 'put', key: 'x', value: `v${sequence}` } }
    return makeEntry(index, 1, 'c', sequence, { f: 'command', command, bytes: 1 }) as AppliedEntry
  }
  const machine = spannerMachine.empty()
  for (const entry of [write(1, 1, 100), write(2, 1, 200), write(3, 2, 300)]) spannerMachine.apply(machine, entry, {})

  test('applies a write once, and its safe time follows the log', () => {
    expect(machine.versions.get('x')).toEqual([
      { at_us: 100, value: 'v1' },
      { at_us: 300, value: 'v2' }
    ])
    expect(machine.safe_us).toBe(300)
    expect(machine.told.map(({ operation, at_us }) => [operation, at_us])).toEqual([
      ['c:1', 100],
      ['c:2', 300]
    ])
  })

  test('is the same from its rows', () => {
    const rows = spannerMachine.toRows(machine)
    expect(rows.every((row) => spannerMachine.isRow(row))).toBe(true)
    expect(spannerMachine.fromRows(rows)).toEqual({ ...machine, told: [] })
  })

  test('refuses rows and commands that no peer can have sent', () => {
    expect(spannerMachine.isRow(['version', 'x', 0.5, 'v'])).toBe(false)
    expect(spannerMachine.isRow(['safe', 'x'])).toBe(false)
    expect(spannerMachine.isCommand({ do: 'advance' })).toBe(false)
    expect(spannerMachine.isCommand({ do: 'write', at_us: 1, operation: { f: 'get', key: 'x' } })).toBe(false)
  })
})
