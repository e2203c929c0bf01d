import { describe, expect, it } from 'vitest'
import { CONSISTENCY_MODELS, DIRECTLY_IMPLIED, impliedBy } from '../../../src-shared/consistency'
import type { Model } from '../../../src-shared/consistency'
import { ISOLATION_MODELS } from '../../../src-shared/isolation/models'
import type { Verdict } from '../../../src-shared/verdict'
import {
  CONSISTENCY_HIERARCHY,
  implicationPath,
  implicationState,
  ISOLATION_HIERARCHY
} from '../../../src-renderer/lab/history/modelHierarchy'
import type { Hierarchy } from '../../../src-renderer/lab/history/modelHierarchy'

describe.each<[string, Hierarchy, readonly Model[]]>([
  ['consistency models', CONSISTENCY_HIERARCHY, CONSISTENCY_MODELS],
  ['isolation models', ISOLATION_HIERARCHY, ISOLATION_MODELS]
])('the hierarchy of %s', (_, hierarchy, models) => {
  const { places, rows, columns, implications } = hierarchy
  const placeOf = (model: Model) => places.get(model)!

  it('has every model at a place of its own within the picture', () => {
    expect(new Set(places.keys())).toEqual(new Set(models))
    expect(new Set(models.map((model) => JSON.stringify(placeOf(model)))).size).toBe(models.length)
    for (const { row, column } of places.values()) expect(row < rows && column < columns).toBe(true)
  })

  it('has whatever a model implies below it', () => {
    for (const model of models)
      for (const weaker of impliedBy(model)) expect(placeOf(weaker).row).toBeGreaterThan(placeOf(model).row)
  })

  it('draws every direct implication, and none through another model', () => {
    expect(implications).toHaveLength(models.flatMap((model) => DIRECTLY_IMPLIED[model]).length)
    const far = implications.filter(({ from, to }) => placeOf(to).row > placeOf(from).row + 1)
    for (const one of far) {
      const { row, column } = placeOf(one.to)
      expect(implicationPath(hierarchy, one)).toMatch(/^M\S+ \S+H\S+V\S+$/)
      expect([...places.values()].filter((place) => place.column === column && place.row < row)).toEqual([])
    }
  })
})

describe('a line of a hierarchy', () => {
  it('lights up below what holds, and above what is violated', () => {
    const states = new Map<Model, Verdict>([
      ['linearizable', 'violated'],
      ['sequential', 'violated'],
      ['causal-memory', 'holds']
    ])
    const stateOf = (from: Model, to: Model) => implicationState({ from, to }, states)
    expect(stateOf('linearizable', 'sequential')).toBe('violated')
    expect(stateOf('sequential', 'causal-memory')).toBe('unchecked')
    expect(stateOf('causal-memory', 'pram')).toBe('holds')
  })
})
