import { expect, it } from 'vitest'
import { disturbedScope } from '../../../src-renderer/lab/canvas/linkScope'
import { CLEAR_LINK } from '../../../src-shared/network/netem'

const OPEN = { mode: 'open', settings: CLEAR_LINK } as const
const CUT = { mode: 'cut', settings: CLEAR_LINK } as const
const SLOW = { mode: 'open', settings: { ...CLEAR_LINK, delay_ms: 50 } } as const

it('a link cut one way is shown in that direction, and otherwise both ways', () => {
  expect(disturbedScope(OPEN, OPEN)).toBe('both')
  expect(disturbedScope(undefined, undefined)).toBe('both')
  expect(disturbedScope(CUT, CUT)).toBe('both')
  expect(disturbedScope(CUT, OPEN)).toBe('ab')
  expect(disturbedScope(OPEN, CUT)).toBe('ba')
  expect(disturbedScope(undefined, SLOW)).toBe('ba')
  expect(disturbedScope(SLOW, CUT)).toBe('ab')
})
