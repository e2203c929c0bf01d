import { expect, test } from 'vitest'
import { cellText, LINK_STATES, linkMatrix } from '../../../src-renderer/lab/canvas/linkMatrix'
import { foldRun } from '../../../src-shared/folds/run'
import { StreamBuilder } from '../support/stream'
import { raft } from '../../../src-shared/protocols/raft'

const NODES = ['a', 'b', 'c', 'd']

function cluster() {
  const run = new StreamBuilder(NODES).start().bootAll()
  run.links(100, ['a>b'], 'cut').links(200, ['b>a'], 'open', { delay_ms: 40 }).exit(300, 'd')
  return foldRun(run.events(), raft).cluster
}

test('each cell is a link from row to column', () => {
  const matrix = linkMatrix(cluster(), NODES, 10)
  const states = [...matrix.codes].map((code) => LINK_STATES[code])
  const [o, x, s, d] = ['idle', 'cut', 'disturbed', 'down']
  expect(states).toEqual([o, x, o, d, s, o, o, d, o, o, o, d, d, d, d, d])
  expect(cellText(cluster(), NODES, matrix, 0, 1)).toBe('a → b: cut')
  expect(cellText(cluster(), NODES, matrix, 1, 0)).toBe('b → a: 40 ms')
  expect(cellText(cluster(), NODES, matrix, 2, 3)).toBe('c → d: d down')
})

test('where there is no room for all, a cell shows the worst of several links', () => {
  const matrix = linkMatrix(cluster(), NODES, 2)
  expect([...matrix.codes].map((code) => LINK_STATES[code])).toEqual(['cut', 'down', 'down', 'down'])
  expect(cellText(cluster(), NODES, matrix, 0, 0)).toBe('a–b → a–b: cut')
})
