import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createConsistentHashing } from '../../../src-shared/placement/consistent-hashing'
import { ketamaPoints } from '../../../src-shared/placement/ring-points'
// What `hashring` 3.2.0 from the npm registry says: its points, and for each key the first three of its `range`.
import published from './hashring-3.2.0.json'

const ketama = ketamaPoints((text) => createHash('md5').update(text).digest())
const POINTS: Readonly<Record<string, readonly number[]>> = published.points

describe('ketama', () => {
  it.each(published.members)('gives %s the 160 points that it has with hashring', (member) => {
    expect(Array.from(ketama.pointsOf(member, 160)).sort((a, b) => a - b)).toEqual(POINTS[member])
  })

  it('finds the owner of every key, and those behind it, that hashring finds', () => {
    const placement = createConsistentHashing(
      published.members.map((id) => ({ id })),
      { points: ketama }
    )
    const found = Object.keys(published.owners).map((key) => [key, placement.owners(key, 3)])
    expect(Object.fromEntries(found)).toEqual(published.owners)
    expect(found.length).toBe(299)
  })

  it('comes to whole digests of four points, at least one', () => {
    expect([1, 4, 5, 160].map((virtual_nodes) => ketama.pointsOf('a', virtual_nodes).length)).toEqual([4, 4, 8, 160])
  })
})
