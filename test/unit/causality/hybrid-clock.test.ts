import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareHybrid, COUNTER_MAX, hybridText, receive, tick } from '../../../src-shared/causality/hybrid-clock'
import type { HybridTime } from '../../../src-shared/causality/hybrid-clock'

const at = (physical_us: number, counter = 0): HybridTime => ({ physical_us, counter })

describe('a hybrid clock (Kulkarni et al. 2014, Fig. 5)', () => {
  it('follows the physical clock while that goes ahead, and counts where it does not', () => {
    expect(tick(at(10, 3), 11)).toEqual(at(11))
    expect(tick(at(10, 3), 10)).toEqual(at(10, 4))
    expect(tick(at(10, 3), 4)).toEqual(at(10, 4))
  })

  it('takes the greatest of its own, the message’s and the physical time, and counts on from whose that is', () => {
    expect(receive(at(10, 3), at(12, 5), 11)).toEqual(at(12, 6))
    expect(receive(at(10, 3), at(10, 5), 9)).toEqual(at(10, 6))
    expect(receive(at(10, 5), at(10, 3), 9)).toEqual(at(10, 6))
    expect(receive(at(10, 3), at(12, 5), 13)).toEqual(at(13))
  })

  it('carries a full counter over into the physical part', () => {
    expect(tick(at(10, COUNTER_MAX), 10)).toEqual(at(11))
  })

  it('is above all that it knew, and nowhere above the greatest physical time unless its counter was full', () => {
    const time = fc.record({ physical_us: fc.nat(20), counter: fc.nat(20) })
    fc.assert(
      fc.property(time, time, fc.nat(20), (clock, message, now_us) => {
        const after = receive(clock, message, now_us)
        expect(compareHybrid(after, clock)).toBeGreaterThan(0)
        expect(compareHybrid(after, message)).toBeGreaterThan(0)
        expect(after.physical_us).toBe(Math.max(clock.physical_us, message.physical_us, now_us))
      })
    )
  })

  it('reads as seconds, and the counter where there is one', () => {
    expect([hybridText(at(1_500_000)), hybridText(at(1_500_000, 2))]).toEqual(['1.500000 s', '1.500000 s + 2'])
  })
})
