import { describe, expect, it } from 'vitest'
import { partitionLinks } from '../../../src-shared/network/partitions'
import type { Partition } from '../../../src-shared/faults/actions'

const NODES = ['n1', 'n2', 'n3', 'n4', 'n5']
const CLIENTS = ['c1', 'c2']
const cut = (partition: Partition, nodes: readonly string[] = NODES, clients = CLIENTS) =>
  new Set(partitionLinks(partition, nodes, clients))
const names = (count: number) => Array.from({ length: count }, (_, i) => `n${i + 1}`)

/** Whom each node still hears, itself included. */
function hears(partition: Partition, nodes: readonly string[]): string[][] {
  const links = cut(partition, nodes)
  return nodes.map((node) => nodes.filter((other) => other === node || !links.has(`${other}>${node}`)))
}

describe('isolate', () => {
  it('cuts one node off, both ways or one way, and leaves clients alone', () => {
    const out = NODES.slice(1).map((node) => `n1>${node}`)
    const into = NODES.slice(1).map((node) => `${node}>n1`)
    expect(cut({ shape: 'isolate', nodes: ['n1'], direction: 'out' })).toEqual(new Set(out))
    expect(cut({ shape: 'isolate', nodes: ['n1'], direction: 'in' })).toEqual(new Set(into))
    expect(cut({ shape: 'isolate', nodes: ['n1'], direction: 'both' })).toEqual(new Set([...out, ...into]))
  })

  it('of several nodes puts each on its own', () => {
    const links = cut({ shape: 'isolate', nodes: ['n1', 'n2'], direction: 'both' })
    expect(links.has('n1>n2') && links.has('n2>n1')).toBe(true)
    expect(links.size).toBe(14)
  })

  it('of a client cuts it off from every node', () => {
    expect(cut({ shape: 'isolate', nodes: ['c1'], direction: 'both' })).toEqual(
      new Set(NODES.flatMap((node) => [`c1>${node}`, `${node}>c1`]))
    )
  })
})

describe('halves', () => {
  it('separates the first, smaller half from the rest', () => {
    expect(hears({ shape: 'halves', direction: 'both' }, NODES)).toEqual([
      ['n1', 'n2'],
      ['n1', 'n2'],
      ['n3', 'n4', 'n5'],
      ['n3', 'n4', 'n5'],
      ['n3', 'n4', 'n5']
    ])
  })

  it('separates a group from the rest, one way if asked', () => {
    expect(hears({ shape: 'halves', group: ['n2', 'n5'], direction: 'in' }, NODES)).toEqual([
      NODES,
      ['n2', 'n5'],
      NODES,
      NODES,
      ['n2', 'n5']
    ])
  })

  it('takes a client along that the group names', () => {
    const links = cut({ shape: 'halves', group: ['n1', 'c1'], direction: 'both' })
    expect(links.has('c1>n1')).toBe(false)
    expect(links.has('c1>n2') && links.has('n2>c1')).toBe(true)
    expect(links.has('c2>n1') || links.has('c2>n2')).toBe(false)
  })
})

describe('majorities ring', () => {
  for (const size of [3, 4, 5, 6, 7, 9]) {
    it(`of ${size} lets each node hear a majority with itself in it, no two the same`, () => {
      const heard = hears({ shape: 'majorities-ring' }, names(size))
      for (const [i, majority] of heard.entries()) {
        expect(majority).toHaveLength(Math.floor(size / 2) + 1)
        expect(majority).toContain(`n${i + 1}`)
      }
      expect(new Set(heard.map(String)).size).toBe(size)
    })
  }

  it('of five cuts links both ways', () => {
    const links = cut({ shape: 'majorities-ring' })
    for (const link of links) expect(links.has(link.split('>').reverse().join('>') as `${string}>${string}`)).toBe(true)
  })
})

describe('bridge', () => {
  it('leaves one node that both halves can reach', () => {
    expect(hears({ shape: 'bridge' }, NODES)).toEqual([
      ['n1', 'n2', 'n3'],
      ['n1', 'n2', 'n3'],
      NODES,
      ['n3', 'n4', 'n5'],
      ['n3', 'n4', 'n5']
    ])
    expect(hears({ shape: 'bridge', node: 'n1' }, NODES)[0]).toEqual(NODES)
  })
})

describe('groups', () => {
  it('let talk only those who share one; the unnamed form their own', () => {
    expect(hears({ shape: 'groups', groups: [['n1', 'n2']] }, NODES)).toEqual([
      ['n1', 'n2'],
      ['n1', 'n2'],
      ['n3', 'n4', 'n5'],
      ['n3', 'n4', 'n5'],
      ['n3', 'n4', 'n5']
    ])
  })

  it('may overlap', () => {
    const groups = [
      ['n1', 'n2', 'n3'],
      ['n3', 'n4', 'n5']
    ]
    expect(hears({ shape: 'groups', groups }, NODES)[2]).toEqual(NODES)
    expect(hears({ shape: 'groups', groups }, NODES)[0]).toEqual(['n1', 'n2', 'n3'])
  })

  it('confine the clients that they name, and no others', () => {
    const links = cut({ shape: 'groups', groups: [['n1', 'c1']] })
    expect(links.has('c1>n1')).toBe(false)
    expect(links.has('c1>n2')).toBe(true)
    expect([...links].some((link) => link.includes('c2'))).toBe(false)
  })
})

it('a partition that names nobody known is refused', () => {
  expect(() => cut({ shape: 'isolate', nodes: ['n9'], direction: 'both' })).toThrow('"n9"')
})

it('no shape cuts a link that does not exist', () => {
  const links = partitionLinks({ shape: 'groups', groups: [['n1'], ['c1'], ['c2']] }, NODES, CLIENTS)
  expect(links.some((link) => /^c.>c/.test(link))).toBe(false)
  expect(new Set(links).size).toBe(links.length)
})
