import { describe, expect, it } from 'vitest'
import { describeAction } from '../../../src-shared/faults/label'
import { faultActionSchema } from '../../../src-shared/faults/actions'
import type { LinkChange } from '../../../src-shared/faults/actions'
import { CLEAR_LINK } from '../../../src-shared/network/netem'

const label = (change: unknown, both = true) =>
  describeAction(faultActionSchema.parse({ do: 'link', from: 'n1', to: 'n2', both, change: change as LinkChange }))

describe('the name of a change to a link', () => {
  it.each([
    [{ mode: 'cut' }, 'Cut n1 ↔ n2'],
    [{ settings: { delay_ms: 40 } }, 'Delay 40 ms n1 ↔ n2'],
    [
      { settings: { delay_ms: 40, jitter_ms: 5.5, distribution: 'pareto' } },
      'Delay 40 ms, jitter 5.5 ms, distribution pareto n1 ↔ n2'
    ],
    [{ settings: { loss_percent: 15 } }, 'Loss 15 % n1 ↔ n2'],
    [{ settings: { loss_percent: 0 } }, 'No loss n1 ↔ n2'],
    [{ settings: { gilbert_elliott: { p: 1, r: 20 } } }, 'Gilbert elliott changed n1 ↔ n2'],
    [{ settings: CLEAR_LINK }, 'Clear n1 ↔ n2'],
    [{ mode: 'open', settings: { rate_bit_s: 8000 } }, 'Open, rate 8000 bit/s n1 ↔ n2']
  ])('%j', (change, text) => expect(label(change)).toBe(text))

  it('tells one direction from both', () => expect(label({ mode: 'cut' }, false)).toBe('Cut n1 → n2'))
})
