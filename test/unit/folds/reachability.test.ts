import { expect, it } from 'vitest'
import { isClosedBetween, setClosed } from '../../../src-shared/folds/closed-links'
import { reachGroups } from '../../../src-shared/folds/reachability'

const named = (count: number) => Array.from({ length: count }, (_, i) => `n${i + 1}`)
/** The groups when these pairs cannot talk. */
const groupsWithout = (nodes: readonly string[], pairs: readonly string[]) =>
  reachGroups(
    nodes,
    (a, b) => !pairs.includes(`${a} ${b}`) && !pairs.includes(`${b} ${a}`),
    () => null
  ).map((group) => group.nodes)

it('overlaps the largest groups of few nodes at a bridge', () => {
  const pairs = ['n1 n4', 'n1 n5', 'n2 n4', 'n2 n5']
  expect(groupsWithout(named(5), pairs)).toEqual([
    ['n1', 'n2', 'n3'],
    ['n3', 'n4', 'n5']
  ])
})

it('finds every majority of a ring in which each node misses its opposite ones', () => {
  const pairs = ['n1 n3', 'n2 n4', 'n3 n5', 'n4 n1', 'n5 n2']
  expect(groupsWithout(named(5), pairs)).toEqual([
    ['n1', 'n2'],
    ['n1', 'n5'],
    ['n2', 'n3'],
    ['n3', 'n4'],
    ['n4', 'n5']
  ])
})

it('parts many nodes into those that hang together, whoever links them', () => {
  const nodes = named(20)
  const [left, right] = [nodes.slice(0, 10), nodes.slice(10)]
  const across = left.flatMap((a) => right.map((b) => `${a} ${b}`))
  expect(groupsWithout(nodes, across)).toEqual([left, right])
  const [bridged] = groupsWithout(
    nodes,
    across.filter((pair) => pair !== 'n3 n17')
  )
  expect(new Set(bridged)).toEqual(new Set(nodes))
})

it('counts a pair as closed while one direction is', () => {
  const closed = new Map<string, Set<string>>()
  setClosed(closed, { from: 'a', to: 'b' }, true)
  expect([isClosedBetween(closed, 'a', 'b'), isClosedBetween(closed, 'b', 'a')]).toEqual([true, true])
  setClosed(closed, { from: 'b', to: 'a' }, true)
  setClosed(closed, { from: 'a', to: 'b' }, false)
  expect(isClosedBetween(closed, 'a', 'b')).toBe(true)
  setClosed(closed, { from: 'b', to: 'a' }, false)
  expect(isClosedBetween(closed, 'a', 'b')).toBe(false)
})
