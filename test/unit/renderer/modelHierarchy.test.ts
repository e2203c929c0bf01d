import { describe, expect, it } from 'vitest'
import { CONSISTENCY_MODELS, DIRECTLY_IMPLIED, impliedBy } from '../../../src-shared/consistency'
import type { ConsistencyModel } from '../../../src-shared/consistency'
import type { Verdict } from '../../../src-shared/verdict'
import {
  IMPLICATIONS,
  MODEL_COLUMNS,
  MODEL_PLACES,
  MODEL_ROWS,
  implicationPath,
  implicationState
} from '../../../src-renderer/lab/history/modelHierarchy'

describe('the hierarchy of consistency models', () => {
  it('has every model at a place of its own within the picture', () => {
    const places = CONSISTENCY_MODELS.map((model) => MODEL_PLACES[model])
    expect(new Set(places.map(({ row, column }) => `${row} ${column}`)).size).toBe(CONSISTENCY_MODELS.length)
    for (const { row, column } of places) expect(row < MODEL_ROWS && column < MODEL_COLUMNS).toBe(true)
  })

  it('has whatever a model implies below it', () => {
    for (const model of CONSISTENCY_MODELS)
      for (const weaker of impliedBy(model)) expect(MODEL_PLACES[weaker].row).toBeGreaterThan(MODEL_PLACES[model].row)
  })

  it('draws every direct implication, and none through another model', () => {
    expect(IMPLICATIONS).toHaveLength(Object.values(DIRECTLY_IMPLIED).flat().length)
    const far = IMPLICATIONS.filter(({ from, to }) => MODEL_PLACES[to].row > MODEL_PLACES[from].row + 1)
    for (const one of far) {
      const { row, column } = MODEL_PLACES[one.to]
      const between = CONSISTENCY_MODELS.map((model) => MODEL_PLACES[model]).filter(
        (place) => place.column === column && place.row < row
      )
      expect(implicationPath(one)).toMatch(/^M\S+ \S+H\S+V\S+$/)
      expect(between).toEqual([])
    }
  })

  it('lights up lines below what holds, and above what is violated', () => {
    const states = new Map<ConsistencyModel, Verdict>([
      ['linearizable', 'violated'],
      ['sequential', 'violated'],
      ['causal-memory', 'holds']
    ])
    const stateOf = (from: ConsistencyModel, to: ConsistencyModel) => implicationState({ from, to }, states)
    expect(stateOf('linearizable', 'sequential')).toBe('violated')
    expect(stateOf('sequential', 'causal-memory')).toBe('unchecked')
    expect(stateOf('causal-memory', 'pram')).toBe('holds')
  })
})
