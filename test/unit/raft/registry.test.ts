import { expect, test } from 'vitest'
import { findProtocol, protocols } from '../../../src-node/protocols/registry'

test('protocols are found by name; an unknown name is answered with the known ones', () => {
  for (const protocol of protocols) expect(findProtocol(protocol.description.name)).toBe(protocol)
  expect(() => findProtocol('rafft')).toThrow('unknown protocol "rafft"; known: raft')
})

test('every message, series and default of a description is well formed', () => {
  for (const { description } of protocols) {
    expect(description.messages.length).toBeLessThanOrEqual(255)
    expect(new Set(description.series.map(({ name }) => name)).size).toBe(description.series.length)
    for (const parameter of Object.values(description.parameters)) {
      if (parameter.type === 'number' || parameter.type === 'range') {
        for (const value of [parameter.default].flat() as number[]) {
          expect(value).toBeGreaterThanOrEqual(parameter.min)
          expect(value).toBeLessThanOrEqual(parameter.max)
        }
      }
    }
  }
})
