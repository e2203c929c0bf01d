import { describe, expect, it } from 'vitest'
import type { StoredRowsFold } from '../../../src-shared/protocols/quorum/stored-rows'
import { rowsOf, siblingsOf, storedRowsFold, versionText } from '../../../src-shared/protocols/quorum/stored-rows'
import { createClusterFold } from '../../../src-shared/folds/cluster'
import { RunFolds } from '../../../src-renderer/lab/run/runFolds'
import { operationText, resultText } from '../../../src-renderer/lab/text/operationText'
import { shippedScenarios } from '../../../src-main/lab/scenario-files/scenarios'
import { simulate } from '../../../src-main/lab/run/simulate'
import { findProtocol } from '../../../src-node/protocols/registry'
import type { LabEvent } from '../../../src-shared/events'
import { Versions } from '../../../src-shared/protocols/quorum/facts'
import type { VersionMark } from '../../../src-shared/protocols/quorum/facts'

const version = (change: Partial<VersionMark>): VersionMark => ({
  operation: 'c1:1',
  at_us: 1_500_000,
  slot: 0,
  count: 1,
  seen: [],
  deleted: false,
  ...change
})
const told = (node: string, rows: Record<string, VersionMark[]>, all = false): LabEvent => ({
  ...Versions.of(node, { rows: Object.entries(rows).map(([key, versions]) => ({ key, versions })), all }),
  t: 0,
  seq: 1
})

const cluster = createClusterFold()
const observe = (rows: StoredRowsFold, event: LabEvent) => storedRowsFold.observe(rows, event, cluster)

describe('what nodes keep', () => {
  it('is the newest that each told of a key; an empty row is none', () => {
    const rows = storedRowsFold.create()
    observe(rows, told('n1', { x: [version({})], y: [version({})] }))
    observe(rows, told('n1', { x: [version({ slot: 0 }), version({ slot: 1 })], y: [] }))
    observe(rows, told('n2', { x: [version({})] }))
    expect(rowsOf(rows, 'n1').map(({ key }) => key)).toEqual(['x'])
    expect(siblingsOf(rows, 'n1')).toHaveLength(1)
    expect(siblingsOf(rows, 'n2')).toEqual([])
  })

  it('is nothing else where a node tells of all', () => {
    const rows = storedRowsFold.create()
    observe(rows, told('n1', { x: [version({})] }))
    observe(rows, told('n1', { y: [version({})] }, true))
    expect(rowsOf(rows, 'n1').map(({ key }) => key)).toEqual(['y'])
  })

  it('is bounded', () => {
    const rows = storedRowsFold.create()
    for (let i = 0; i < 2000; i++) observe(rows, told('n1', { [`k${i}`]: [version({})] }))
    expect(rowsOf(rows, 'n1')).toHaveLength(500)
    expect(rowsOf(rows, 'n1').at(-1)!.key).toBe('k1999')
  })

  it('has a vector clock, or the time of a clock', () => {
    expect(versionText(version({ seen: [1, 0, 0], slot: 2, count: 3 }))).toBe('[1,0,3]')
    expect(versionText(version({ seen: [1], slot: 2, count: 3 }))).toBe('[1,0,3]')
    expect(versionText(version({}))).toBe('1.500 s')
  })
})

it('shows the siblings of the shipped scenario, with their clocks, in what nodes keep and in what a read answers', () => {
  const file = shippedScenarios().find(({ id }) => id === 'quorum-siblings')!
  if (!file.parse.ok) throw new Error('the scenario has mistakes')
  const { scenario } = file.parse
  const folds = new RunFolds(findProtocol('quorum').description)
  const rows = storedRowsFold.of(folds.fold)!
  const clocks = new Set<string>()
  const onEvents = (events: readonly LabEvent[]) => {
    for (const event of events) {
      folds.observe(event)
      for (const row of siblingsOf(rows, 'B')) clocks.add(row.versions.map(versionText).sort().join(' '))
    }
  }
  const protocol = findProtocol('quorum')
  const trace = { logical_clocks: false, messages_per_s: 0, facts: true }
  simulate({ scenario, protocol, seed: scenario.seed, trace, onEvents })
  expect(clocks).toContain('[0,0,1] [1,1,0]')
  expect(siblingsOf(rows, 'B')).toEqual([])
  const reads = [...folds.history.operations].filter(({ operation }) => operation.f === 'get')
  const answers = reads.map(
    ({ operation, result, token }) => `${operationText(operation)}: ${resultText(operation, result)} at ${token}`
  )
  expect(answers.join('\n')).toMatch(/get x: (2 \| 99|99 \| 2) \(siblings\) at \[1,1,1\]/)
})
