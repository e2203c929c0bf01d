import { describe, expect, test } from 'vitest'
import { nameRefusal, noRoom, suggestedJoiner } from '../../../src-renderer/lab/members/joining'
import type { Membership } from '../../../src-renderer/lab/members/joining'

const three: Membership = {
  engine: 'processes',
  nodes: ['n1', 'n2', 'n3'],
  left: new Set(),
  clients: ['c1'],
  declared: ['n1', 'n2', 'n3']
}

describe('a joiner', () => {
  test('is called by the next number, never by that of a node that has left', () => {
    expect(suggestedJoiner(three)).toBe('n4')
    expect(suggestedJoiner({ ...three, nodes: ['n1', 'n2'], left: new Set(['n3']) })).toBe('n4')
    expect(suggestedJoiner({ ...three, nodes: ['paris', 'rome'], declared: [] })).toBe('paris1')
  })
  test('is the one that the scenario keeps for later, as long as it has not come', () => {
    expect(suggestedJoiner({ ...three, declared: [...three.declared, 'spare'] })).toBe('spare')
    expect(suggestedJoiner({ ...three, left: new Set(['spare']), declared: [...three.declared, 'spare'] })).toBe('n4')
  })
  test('has a name that nobody has, and that can be one', () => {
    expect(nameRefusal('n4', three)).toBeNull()
    expect(nameRefusal('n2', three)).toBe('n2 takes part already.')
    expect(nameRefusal('c1', three)).toBe('c1 is a client.')
    for (const name of ['', '4n', 'a b', 'n'.repeat(17)]) expect(nameRefusal(name, three)).toMatch(/begins with a letter/)
  })
  test('must have room', () => {
    expect(noRoom(three)).toBeNull()
    const nodes = Array.from({ length: 15 }, (_, i) => `n${i + 1}`)
    expect(noRoom({ ...three, nodes })).toMatch(/^16 nodes are too many: 15 at most run as processes/)
    expect(noRoom({ ...three, nodes, engine: 'simulation' })).toBeNull()
  })
})
