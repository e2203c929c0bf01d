import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { withEntries, withFields } from '../../../src-shared/scenario/amend'
import type { TimelineEntry } from '../../../src-shared/scenario/sections/timeline'

const crash: TimelineEntry = { at: 3412.567, times: 1, for: 2000, action: { do: 'crash', node: 'n1' } }
const CRASH = '- { at: 3412.567ms, for: 2s, action: { do: crash, node: n1 } }'

describe('fields of a text', () => {
  it('are replaced in their place, with what is written around them untouched', () => {
    const text = '# above\nname: one # the name\ntitle:   "The first"\n\ncluster: {nodes: 3}\n'
    expect(withFields(text, { name: 'two', title: 'Second: better' })).toBe(
      '# above\nname: two # the name\ntitle:   "Second: better"\n\ncluster: {nodes: 3}\n'
    )
  })

  it('are added where they are missing, and filled where they are empty', () => {
    expect(withFields('# above\nname: one\ntitle:\n', { title: 'T', seed: 7 })).toBe('# above\nname: one\nseed: 7\ntitle: T\n')
  })

  it('are replaced where they run over several lines', () => {
    expect(withFields('title: >\n  The\n  first\nname: one\n', { title: 'T' })).toBe('title: T\nname: one\n')
  })

  it('are set in JSON as well', () => {
    expect(parse(withFields('{"name": "one"}', { name: 'two', seed: 7 }))).toEqual({ name: 'two', seed: 7 })
  })

  it.each(['', '- a list', 'a: [', 'just words'])('leave %j as it is', (text) => {
    expect(withFields(text, { name: 'x' })).toBe(text)
    expect(withEntries(text, [crash])).toBe(text)
  })
})

describe('entries of a timeline', () => {
  it('are added behind the others, as deep as they are, and comments stay', () => {
    const text = `timeline:
    - at: 1s # first
      action: { do: heal } # last
# charts
charts: [terms]
`
    expect(withEntries(text, [crash])).toBe(text.replace('# last', `# last\n    ${CRASH}`))
  })

  it('are added behind the last line of a text without an end', () => {
    const text = 'timeline:\n- { at: 1s, action: { do: heal } }'
    expect(withEntries(text, [crash])).toBe(`${text}\n${CRASH}`)
  })

  it('begin a timeline where there is none', () => {
    expect(withEntries('name: one\n# end\n', [crash])).toBe(`name: one\n# end\n\ntimeline:\n  ${CRASH}\n`)
  })

  it.each(['timeline: []\n', 'timeline:\n', 'timeline: [{ at: 1s, action: { do: heal } }]\nname: x\n'])('join %j', (text) => {
    expect(withEntries(text, [crash])).toContain('node: n1')
  })

  it('leave a text alone when there are none', () => {
    expect(withEntries('name: one', [])).toBe('name: one')
  })
})
