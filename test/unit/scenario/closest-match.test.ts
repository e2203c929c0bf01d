import { describe, expect, it } from 'vitest'
import { suggestion } from '../../../src-shared/scenario/closest-match'

describe('what an unknown word is answered with', () => {
  it('is the word that was probably meant', () => {
    expect(suggestion('vote-twise', ['vote-twice', 'stale-read'])).toBe('did you mean "vote-twice"?')
  })

  it('is the choice where nothing is near, and of a large one the first', () => {
    expect(suggestion('zebra', ['one', 'two'])).toBe('expected one of one, two')
    const many = Array.from({ length: 300 }, (_, i) => `word-${i}`)
    expect(suggestion('zebra', many)).toMatch(/^expected one of word-0, .*, word-29 and 270 more$/)
    expect(suggestion('zebra', [])).toBe('nothing is allowed here')
  })
})
