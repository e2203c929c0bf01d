import { describe, expect, it } from 'vitest'
import { faultActionSchema } from '../../../src-shared/faults/actions'
import type { FaultActionInput } from '../../../src-shared/faults/actions'
import { faultKind } from '../../../src-shared/faults/kind'

const kindOf = (action: FaultActionInput) => faultKind(faultActionSchema.parse(action))
const link = (change: object) => kindOf({ do: 'link', from: 'n1', to: 'n2', change })

describe('the kind of a fault', () => {
  it('of a link is what it does to messages', () => {
    expect(link({ mode: 'refuse' })).toBe('cut')
    expect(link({ settings: { delay_ms: 20 } })).toBe('slow')
    expect(link({ settings: { delay_ms: 20, loss_percent: 5 } })).toBe('lossy')
    expect(link({ settings: { delay_ms: 0 } })).toBe('other')
  })

  it('of all else follows from what is done', () => {
    expect(kindOf({ do: 'partition', partition: { shape: 'halves' } })).toBe('cut')
    expect(kindOf({ do: 'crash-all' })).toBe('crash')
    expect(kindOf({ do: 'region-dark', region: 'east' })).toBe('cut')
    expect(kindOf({ do: 'region-dark', region: 'east', how: 'down' })).toBe('crash')
    expect(kindOf({ do: 'region-slow', region: 'east' })).toBe('slow')
    expect(kindOf({ do: 'lose-disk', node: 'n1' })).toBe('disk')
    expect(kindOf({ do: 'join', node: 'n4' })).toBe('members')
    expect(kindOf({ do: 'heal' })).toBe('other')
  })
})
