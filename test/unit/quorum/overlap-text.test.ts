import { describe, expect, it } from 'vitest'
import { description } from '../../../src-shared/protocols/quorum/description'
import { description as raft } from '../../../src-shared/protocols/raft/description'
import { quorumOverlap } from '../../../src-shared/protocols/quorum/overlap'
import { overlapText, replicaNames, runningQuorum, worstPair } from '../../../src-shared/protocols/quorum/overlap-text'

describe('the worst pair', () => {
  it('shares as few replicas as N, R and W allow, whatever they are', () => {
    for (let n = 1; n <= 15; n += 1) {
      const replicas = replicaNames([], n)
      for (let r = 1; r <= n; r += 1) {
        for (let w = 1; w <= n; w += 1) {
          const { written, asked, shared } = worstPair(replicas, r, w)
          expect([written.length, asked.length]).toEqual([w, r])
          expect(shared, `N=${n} R=${r} W=${w}`).toHaveLength(quorumOverlap(n, r, w).overlap)
        }
      }
    }
  })

  it('has the names of the cluster’s nodes, and makes up the rest', () => {
    expect(replicaNames(['a', 'b', 'c', 'd'], 3)).toEqual(['a', 'b', 'c'])
    expect(replicaNames(['a'], 3)).toEqual(['a', 'n2', 'n3'])
    expect(worstPair(['N1', 'N2', 'N3'], 2, 2)).toEqual({ written: ['N1', 'N2'], asked: ['N2', 'N3'], shared: ['N2'] })
  })
})

describe('a choice in words', () => {
  const words = (n: number, r: number, w: number) => overlapText({ n, r, w }, ['a', 'b', 'c']).join('\n')

  it('promises the latest write when W + R > N, names the replica in both, and says what may be down', () => {
    expect(words(3, 2, 2)).toBe(
      [
        'W + R = 4 > N = 3: every read asks at least 1 replica that acknowledged the latest write.',
        'At worst a and b acknowledged the write and b and c answer the read: b did both.',
        '2 W = 4 > N: any two writes meet on at least 1 replica.',
        'Reads and writes go on with up to 1 replica down.'
      ].join('\n')
    )
  })

  it('says what may be missed when it is not', () => {
    expect(words(3, 1, 1)).toContain('W + R = 2 ≤ N = 3: a read may ask none')
    expect(words(3, 1, 1)).toContain('At worst a acknowledged the write and c answers the read: none did both')
    expect(words(3, 1, 1)).toContain('2 W = 2 ≤ N')
  })

  it('says that W = N stops writing with the first replica', () => {
    expect(words(3, 1, 3)).toContain('Reads go on with up to 2 replicas down, writes with no replica down.')
  })

  it('gives no example of more nodes than one can read', () => {
    expect(words(9, 5, 5)).not.toContain('At worst')
  })
})

describe('what a cluster runs with', () => {
  it('is what its scenario sets, and otherwise the defaults', () => {
    expect(runningQuorum(description, {})).toEqual({ n: 3, r: 2, w: 2, waived: false })
    expect(runningQuorum(description, { replicas: 5, read_quorum: 1, sloppy_quorum: true })).toEqual({
      n: 5,
      r: 1,
      w: 2,
      waived: true
    })
  })

  it('is nothing where the protocol does not count replicas', () => {
    expect(runningQuorum(raft, {})).toBeNull()
  })
})
