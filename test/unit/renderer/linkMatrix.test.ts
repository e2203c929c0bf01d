import { expect, test } from 'vitest'
import { cellText } from '../../../src-renderer/lab/canvas/linkMatrix'
import { LINK_STATES, linkMatrix, matrixBlocks } from '../../../src-shared/folds/link-matrix'
import { foldRun } from '../../../src-shared/folds/run'
import { StreamBuilder } from '../support/stream'
import { raft } from '../../../src-shared/protocols/raft'

const NODES = ['a', 'b', 'c', 'd']

function fold() {
  const run = new StreamBuilder(NODES).start().bootAll()
  run.links(100, ['a>b'], 'cut').links(200, ['b>a'], 'open', { delay_ms: 40 }).exit(300, 'd')
  return foldRun(run.events(), raft)
}

test('each cell is a link from row to column', () => {
  const matrix = linkMatrix(fold(), NODES, 10)
  const states = [...matrix.codes].map((code) => LINK_STATES[code])
  const [o, x, s, d] = ['idle', 'cut', 'disturbed', 'down']
  expect(matrix).toMatchObject({ links: { cut: 1, disturbed: 1 }, down: 1 })
  expect(states).toEqual([o, x, o, d, s, o, o, d, o, o, o, d, d, d, d, d])
  expect(cellText(fold().cluster, NODES, matrix, 0, 1)).toBe('a → b: cut')
  expect(cellText(fold().cluster, NODES, matrix, 1, 0)).toBe('b → a: 40 ms')
  expect(cellText(fold().cluster, NODES, matrix, 2, 3)).toBe('c → d: d down')
})

test('where there is no room for all, a cell shows the worst of several links', () => {
  const matrix = linkMatrix(fold(), NODES, 2)
  expect([...matrix.codes].map((code) => LINK_STATES[code])).toEqual(['cut', 'down', 'down', 'down'])
  expect(cellText(fold().cluster, NODES, matrix, 0, 0)).toBe('a b → a b: cut')
})

test('nodes that reach each other stand side by side, the largest group first, and those that are down last', () => {
  const { cluster } = fold()
  expect(matrixBlocks(cluster, NODES).map(({ nodes, text }) => [nodes.join(' '), text])).toEqual([
    ['a c', '2 of 4 · no quorum'],
    ['b', 'alone · no quorum'],
    ['d', 'not running']
  ])
})

test('a link as the scenario has it from the start is not in trouble, however slow', () => {
  const run = new StreamBuilder(NODES).start().links(0, ['a>b'], 'open', { delay_ms: 40 }).bootAll()
  expect(linkMatrix(foldRun(run.events(), raft), NODES, 10).links.disturbed).toBe(0)
})
