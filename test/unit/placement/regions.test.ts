import { expect, it } from 'vitest'
import { createConsistentHashing } from '../../../src-shared/placement/consistent-hashing'
import type { Member } from '../../../src-shared/placement/placement'
import { ownersAcrossRegions } from '../../../src-shared/placement/regions'
import { someKeys } from './support'

const REGIONS = ['eu', 'us', 'asia']
const members: Member[] = Array.from({ length: 9 }, (_, i) => ({ id: `n${i}`, region: REGIONS[i % 3] }))
const ring = createConsistentHashing(members)
const regionOf = (id: string) => members.find((member) => member.id === id)!.region

it('a preference list takes a member of each region first, in the order of the ring', () => {
  for (const key of someKeys(200)) {
    const wanted = ownersAcrossRegions(ring, key, 3)
    const plain = ring.owners(key, 9)
    expect(new Set(wanted.map(regionOf)).size).toBe(3)
    for (const id of wanted) expect(plain.find((other) => regionOf(other) === regionOf(id))).toBe(id)
    expect(wanted[0]).toBe(plain[0])
  }
})

it('with more replicas than regions the list goes on with those it left out', () => {
  for (const key of someKeys(50)) {
    const wanted = ownersAcrossRegions(ring, key, 5)
    expect(new Set(wanted).size).toBe(5)
    expect(wanted.slice(3)).toEqual(
      ring
        .owners(key, 9)
        .filter((id) => !wanted.slice(0, 3).includes(id))
        .slice(0, 2)
    )
  }
})

it('members without a region are taken as they come', () => {
  const plain = createConsistentHashing(members.map(({ id }) => ({ id })))
  for (const key of someKeys(50)) expect(ownersAcrossRegions(plain, key, 4)).toEqual(plain.owners(key, 4))
})
