import { describe, expect, it } from 'vitest'
import { freeName, nameOf } from '../../../src-renderer/lab/scenarios/scenarioName'

describe('a name made of a title', () => {
  it.each([
    ['Leader crash, by hand', 'leader-crash-by-hand'],
    ['  Écoute: 3 nœuds  ', 'ecoute-3-n-uds'],
    ['???', ''],
    [`${'long '.repeat(12)}titles end`, 'long-long-long-long-long-long-long-long-long-long-long-long-titl']
  ])('of %j is %j', (title, name) => expect(nameOf(title)).toBe(name))
})

describe('a free name', () => {
  it('is the name itself, or has the first number that is left', () => {
    expect(freeName('a', new Set())).toBe('a')
    expect(freeName('a', new Set(['a', 'a-2']))).toBe('a-3')
  })

  it('is no longer than a name may be', () => {
    const longest = 'a'.repeat(64)
    expect(freeName(longest, new Set([longest]))).toBe(`${'a'.repeat(62)}-2`)
  })
})
