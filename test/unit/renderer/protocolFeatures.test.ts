import { describe, expect, it } from 'vitest'
import { protocols } from '../../../src-node/protocols/registry'
import { inTerm, policyOf, featuresOf } from '../../../src-renderer/lab/text/protocolFeatures'

const described = (name: string) => protocols.find(({ description }) => description.name === name)!.description

describe('the words that mean something', () => {
  it.each([
    ['raft', { leaders: true, policies: true }],
    ['leader-follower', { leaders: true, policies: true }],
    ['quorum', { leaders: false, policies: true }],
    ['multi-leader', { leaders: true, policies: true }]
  ])('under %s', (name, words) => {
    expect(featuresOf(described(name))).toEqual(words)
  })

  it('are all of the usual ones while the protocol is not known', () => {
    expect(featuresOf(null)).toMatchObject({ leaders: true })
  })
})

describe('a policy', () => {
  it('is looked up among those of reads, or of writes, by what the operation does', () => {
    const quorum = described('quorum')
    const title = (operation: Parameters<typeof policyOf>[1]['operation'], policy: string | null) =>
      policyOf(quorum, { operation, policy })?.title ?? null
    expect(title({ f: 'get', key: 'k' }, 'cluster')).toBe('R of the cluster')
    expect(title({ f: 'put', key: 'k', value: 'v' }, 'cluster')).toBe('W of the cluster')
    expect(title({ f: 'get', key: 'k' }, null)).toBeNull()
    expect(policyOf(null, { operation: { f: 'get', key: 'k' }, policy: 'one' })).toBeNull()
  })
})

it('where nobody is elected there is no term', () => {
  expect([inTerm('term', 0), inTerm('term', 3), inTerm('epoch', 3)]).toEqual(['', ' in term 3', ' in epoch 3'])
})
