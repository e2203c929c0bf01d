import { describe, expect, it } from 'vitest'
import { PlacedSet, VisitedConfigurations } from '../../../src-main/checkers/linearizability/configurations'

describe('VisitedConfigurations', () => {
  it('passes over what used more optional operations for the same, not what used fewer or others', () => {
    const visited = new VisitedConfigurations()
    expect(visited.visit('p', 'v', 0b011n)).toBe(true)
    expect(visited.visit('p', 'v', 0b011n)).toBe(false)
    expect(visited.visit('p', 'v', 0b111n)).toBe(false)
    expect(visited.visit('p', 'v', 0b101n)).toBe(true)
    expect(visited.visit('p', 'v', 0b001n)).toBe(true)
    expect(visited.visit('p', 'v', 0b101n)).toBe(false)
  })

  it('tells apart placed operations and states, a missing key and an empty one among them', () => {
    const visited = new VisitedConfigurations()
    expect([visited.visit('p', null, 0n), visited.visit('p', '', 0n), visited.visit('q', null, 0n)]).toEqual([true, true, true])
    expect(visited.count).toBe(3)
  })
})

describe('PlacedSet', () => {
  it('names different sets differently, however long what they share', () => {
    const names = new Set<string>()
    for (const extra of [[], [40], [41], [40, 41], [70]]) {
      const placed = new PlacedSet(80)
      for (let i = 0; i < 35; i++) placed.toggle(i)
      for (const i of extra) placed.toggle(i)
      names.add(placed.name(35, Math.max(34, ...extra)))
    }
    expect(names.size).toBe(5)
    expect(new PlacedSet(0).name(0, -1)).toBe('0:')
  })
})
