import { expect, it } from 'vitest'
import { CLEAR_LINK, clears, linkSettingsChangeSchema } from '../../../src-shared/network/netem'

it('a change may ask for a clear link by all its settings', () => {
  expect(linkSettingsChangeSchema.parse(CLEAR_LINK)).toEqual(CLEAR_LINK)
})

it('a change clears only when every setting that it names does nothing', () => {
  expect(clears({})).toBe(true)
  expect(clears({ delay_ms: 0, gilbert_elliott: null, table: [] })).toBe(true)
  expect(clears({ delay_ms: 0, loss_percent: 1 })).toBe(false)
})
