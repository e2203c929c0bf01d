import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { GLOSSARY, PLACES } from '../../../src-shared/text/glossary'
import { entryOf, findEntries, termsIn } from '../../../src-shared/text/terms'

describe('the glossary', () => {
  test('has each word once, in order, with one sentence and a place where it is seen', () => {
    const words = GLOSSARY.flatMap(({ term, forms }) => [term, ...forms].map((form) => form.toLowerCase()))
    expect(words.filter((word, i) => words.indexOf(word) !== i)).toEqual([])
    const terms = GLOSSARY.map(({ term }) => term.toLowerCase())
    expect(terms).toEqual([...terms].sort((a, b) => a.localeCompare(b, 'en')))
    for (const { text, seen } of GLOSSARY) {
      expect(text).toMatch(/^[A-Z].*[^.]\.$/)
      expect(seen.length).toBeGreaterThan(0)
      expect(seen.filter((place) => !(place in PLACES))).toEqual([])
    }
  })

  test('says of the project’s own words what its documents say', () => {
    const rows = readFileSync('docs/reference/glossary.md', 'utf8').matchAll(/^\| ([^|]+) \| (.+) \| [^|]* \|$/gm)
    const common = [...rows].flatMap(([, term, meaning]) => {
      const entry = GLOSSARY.find((one) => one.term === term)
      return entry ? [{ term, documented: `${meaning}.`, shown: entry.text }] : []
    })
    expect(common.length).toBeGreaterThan(5)
    for (const { term, documented, shown } of common) expect(documented, term).toBe(shown)
  })

  test('is searched by word first, then by what is said', () => {
    expect(
      findEntries('HINT')
        .map(({ term }) => term)
        .slice(0, 2)
    ).toEqual(['hint', 'hinted handoff'])
    expect(findEntries('')).toEqual(GLOSSARY)
    expect(findEntries('no such word at all')).toEqual([])
  })
})

describe('terms in a text', () => {
  const found = (text: string) => termsIn(text).flatMap((piece) => (piece.entry ? [[piece.text, piece.entry.term]] : []))

  test('are found in any form and case, the longest first, each once', () => {
    expect(found('Commit index of each node, and its commits')).toEqual([
      ['Commit index', 'commit index'],
      ['commits', 'commit']
    ])
    expect(found('Quorums and a quorum')).toEqual([['Quorums', 'quorum']])
  })

  test('are whole words', () => {
    expect(found('determine the terminal, p99.9 of a co-leader')).toEqual([['p99', 'p99']])
  })

  test('leave the text as it is', () => {
    const text = ' n3 leads in term 8 '
    expect(
      termsIn(text)
        .map((piece) => piece.text)
        .join('')
    ).toBe(text)
  })

  test('an unknown word has no entry', () => {
    expect(entryOf('Followers')?.term).toBe('follower')
    expect(entryOf('banana')).toBeNull()
  })
})
