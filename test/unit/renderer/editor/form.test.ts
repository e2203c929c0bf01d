import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { withProtocol } from '../../../../src-renderer/lab/editor/changeProtocol'
import { difference } from '../../../../src-renderer/lab/editor/difference'
import { fieldInfo } from '../../../../src-renderer/lab/editor/fieldInfo'
import { fieldText, fieldValue } from '../../../../src-renderer/lab/editor/fieldText'
import { keyAt, offsetOf } from '../../../../src-renderer/lab/editor/place'
import { pairsOf, placeOfPair } from '../../../../src-renderer/lab/editor/regions'
import { scenarioJsonSchema } from '../../../../src-shared/scenario/json-schema'
import { parseScenario } from '../../../../src-shared/scenario/parse'
import { WORLD } from '../../../../src-shared/scenario/world'

const schema = scenarioJsonSchema(WORLD)

describe('fields of the form', () => {
  it('read what people write', () => {
    expect(fieldValue('count-or-names', '5')).toBe(5)
    expect(fieldValue('count-or-names', 'A, B C')).toEqual(['A', 'B', 'C'])
    expect(fieldValue('range', '150–300')).toEqual([150, 300])
    expect(fieldValue('range', '150-300')).toEqual([150, 300])
    expect(fieldValue('range', '150')).toBe(150)
    expect(fieldValue('number', '0.5')).toBe(0.5)
    expect(fieldValue('number', ' ')).toBeUndefined()
  })

  it('leave what does not fit for the parser to refuse', () => {
    expect(fieldValue('number', 'many')).toBe('many')
    expect(fieldValue('range', '150–')).toEqual([150, ''])
  })

  it('show values as they are read', () => {
    for (const [kind, value] of [
      ['range', [150, 300]],
      ['count-or-names', ['A', 'B']],
      ['number', 7],
      ['text', '10ms']
    ] as const)
      expect(fieldValue(kind, fieldText(value))).toEqual(value)
  })
})

describe('a change of the protocol', () => {
  const text = `name: one
title: One
cluster:
  protocol: raft # for now
  parameters: { heartbeat_ms: 50 }
  switches: [stale-reads]
workload: { read_policy: lease, mix: { get: 1, put: 1 } }
`
  it('takes out what the new one lacks, and fits', () => {
    const quorum = WORLD.protocols.find(({ name }) => name === 'quorum')!
    const changed = withProtocol(text, parse(text) as Record<string, unknown>, quorum)
    expect(changed).toContain('protocol: quorum # for now')
    expect(changed).not.toMatch(/heartbeat_ms|stale-reads|lease/)
    expect(changed).toContain('mix: { get: 1, put: 1 }')
    expect(parseScenario(changed, 'one.yaml', WORLD).ok).toBe(true)
  })

  it.each(WORLD.protocols.map((protocol) => [protocol.name, protocol] as const))(
    'leaves a load without a mix as it is, and that of any protocol fits: %s',
    (_, protocol) => {
      const changed = withProtocol('name: one\ntitle: One\n', {}, protocol)
      expect(changed).not.toContain('mix')
      expect(parseScenario(changed, 'one.yaml', WORLD)).toMatchObject({ ok: true })
    }
  )
})

describe('places in the text', () => {
  const text = 'name: one\ncluster:\n  protocol: raft\n  parameters: { heartbeat_ms: 50 }\n'
  it('know the field under the pointer, and what it is', () => {
    const found = keyAt(text, text.indexOf('heartbeat') + 3)!
    expect(found.path).toEqual(['cluster', 'parameters', 'heartbeat_ms'])
    const info = fieldInfo(schema, found.path, found.content)
    expect(info.description).toMatch(/ms, \d+ to \d+/)
    expect(info.usual).toBe('50')
    expect(keyAt(text, text.indexOf('raft') + 1)).toBeNull()
  })

  it('count lines and columns from 1', () => {
    expect(offsetOf(text, 3, 3)).toBe(text.indexOf('protocol'))
    expect(offsetOf(text, 99, 1)).toBe(text.length)
  })
})

describe('the difference of two texts', () => {
  it('is the one part that changed', () => {
    expect(difference('a: 1\nb: 2\n', 'a: 1\nb: 34\n')).toEqual({ from: 8, to: 9, insert: '34' })
    expect(difference('aa', 'aaa')).toEqual({ from: 2, to: 2, insert: 'a' })
    expect(difference('abc', '')).toEqual({ from: 0, to: 3, insert: '' })
  })
})

describe('regions', () => {
  it('come in pairs, whose distance is found in either order', () => {
    expect(pairsOf(['a', 'b', 'c'])).toEqual([
      ['a', 'b'],
      ['a', 'c'],
      ['b', 'c']
    ])
    const between = [{ regions: ['b', 'c'] }, { regions: ['b', 'a'] }]
    expect(placeOfPair(between, ['a', 'b'])).toBe(1)
    expect(placeOfPair(between, ['a', 'c'])).toBe(-1)
    expect(placeOfPair(undefined, ['a', 'b'])).toBe(-1)
  })
})
