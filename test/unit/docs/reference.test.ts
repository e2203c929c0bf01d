import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { plain } from '../../../docs/.vitepress/reference/markdown'
import { REFERENCE_PAGES } from '../../../docs/.vitepress/reference/pages'
import { fieldTable, jsonSchemaOf } from '../../../docs/.vitepress/reference/schema-tables'
import { durationSchema } from '../../../src-shared/scenario/duration'

const page = (name: string) => REFERENCE_PAGES.find((one) => one.name === name)!.markdown()

describe('tables of fields', () => {
  it('have a row for each field, those within others included, with bounds and defaults', () => {
    const schema = z.strictObject({
      count: z.number().int().min(1).max(5).default(2),
      wait: durationSchema.optional().describe('How long'),
      parts: z.array(z.strictObject({ kind: z.enum(['a', 'b']) }))
    })
    expect(fieldTable(jsonSchemaOf(schema)).split('\n')).toEqual([
      '| Field | What may stand there | Default | Meaning |',
      '| --- | --- | --- | --- |',
      '| `count` | a whole number from 1 up to 5 | `2` |  |',
      '| `wait` | a duration |  | How long |',
      '| `parts` | a list, each fields as below | required |  |',
      '| `parts[].kind` | `a`, `b` | required |  |'
    ])
  })

  it('leave out what a page of its own tells', () => {
    const schema = z.strictObject({ link: z.strictObject({ delay_ms: z.number() }) })
    expect(fieldTable(jsonSchemaOf(schema), { link: 'see there' })).not.toContain('delay_ms')
  })
})

describe('reference pages', () => {
  it('are complete', () => {
    expect(page('scenario')).toContain('| `timeline[].at` | a duration | required |')
    expect(page('faults')).toMatch(/^## lose-disk$/m)
    expect(page('cli')).toMatch(/^### netsplit lesson check$/m)
    expect(page('raft')).toContain('| `pre_vote` |')
    expect(page('raft')).toContain('| `stale-reads` |')
  })

  it('have no Vue expression or tag that a description brought along', () => {
    expect(plain('a <b> {{ c }} | d')).toBe('a &lt;b> &#123;&#123; c }} \\| d')
  })
})
