import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LinkModel } from '../../../src-shared/network/link-model'
import { CLEAR_LINK, DISTRIBUTIONS, LINK_MODES } from '../../../src-shared/network/netem'
import type { Delivery, OfferOutcome } from '../../../src-shared/network/link-model'
import type { LinkSettings, LinkSettingsChange } from '../../../src-shared/network/netem'

const EVERYTHING: LinkSettingsChange = {
  delay_ms: 5,
  jitter_ms: 3,
  loss_percent: 10,
  gilbert_elliott: { p: 1, r: 30, loss_bad: 100, loss_good: 0 },
  duplicate_percent: 10,
  corrupt_percent: 10,
  reorder_percent: 10,
  order: 'may-reorder'
}

const model = (change: LinkSettingsChange, seed = 5) => new LinkModel('a>b', seed, { ...CLEAR_LINK, ...change } as LinkSettings)
const offerAll = (link: LinkModel, frames = 2000) => Array.from({ length: frames }, (_, i) => link.offer(i * 100, 200))
const deliveries = (fate: OfferOutcome): readonly Delivery[] => (typeof fate === 'string' ? [] : fate)

/** Often none at all: what holds without a fault must be met without it. */
const percent = fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 100 }))
const anySettings: fc.Arbitrary<LinkSettings> = fc.record({
  delay_ms: fc.integer({ min: 0, max: 50_000 }).map((us) => us / 1000 + 0.0003),
  jitter_ms: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 50, noNaN: true })),
  distribution: fc.constantFrom(...DISTRIBUTIONS),
  table: fc.constant([-1, 0, 2]),
  delay_correlation_percent: percent,
  order: fc.constantFrom('fifo' as const, 'may-reorder' as const),
  loss_percent: percent,
  loss_correlation_percent: percent,
  gilbert_elliott: fc.constantFrom(null, { p: 5, r: 20, loss_bad: 90, loss_good: 1 }),
  loss_state: fc.constantFrom(null, { p13: 2, p31: 90, p32: 5, p23: 80, p14: 1 }),
  duplicate_percent: percent,
  duplicate_correlation_percent: percent,
  corrupt_percent: percent,
  corrupt_correlation_percent: percent,
  alter_percent: percent,
  reorder_percent: percent,
  reorder_correlation_percent: percent,
  rate_bit_s: fc.constantFrom(0, 1e5, 1e8),
  queue_limit: fc.integer({ min: 1, max: 50 })
})

describe('decisions', () => {
  it('are the same for the same seed and frames, and others for another seed', () => {
    expect(offerAll(model(EVERYTHING))).toEqual(offerAll(model(EVERYTHING)))
    expect(offerAll(model(EVERYTHING, 6))).not.toEqual(offerAll(model(EVERYTHING)))
  })

  it('of one fault do not shift when another is toggled', () => {
    const lost = (change: LinkSettingsChange) => offerAll(model(change)).map((fate) => fate === 'loss')
    const dues = (change: LinkSettingsChange) => offerAll(model(change)).map((fate) => deliveries(fate)[0]?.due_us)
    const without = lost({ loss_percent: 20 })
    expect(lost({ loss_percent: 20, duplicate_percent: 50, corrupt_percent: 50, delay_ms: 9, jitter_ms: 4 })).toEqual(without)
    const jitter = { delay_ms: 9, jitter_ms: 4, order: 'may-reorder' as const }
    const delayed = dues(jitter)
    const delayed_and_lost = dues({ ...jitter, loss_percent: 20, duplicate_percent: 30 })
    expect(delayed_and_lost.filter((due) => due !== undefined)).toEqual(delayed.filter((_, i) => !without[i]))
  })

  it('of loss models add up: a frame is lost if any of them loses it alone', () => {
    const lost = (change: LinkSettingsChange) => offerAll(model(change)).map((fate) => fate === 'loss')
    const random = { loss_percent: 20 }
    const bursts = { gilbert_elliott: { p: 5, r: 30, loss_bad: 80, loss_good: 1 } }
    const states = { loss_state: { p13: 3, p31: 50, p32: 20, p23: 70, p14: 1 } }
    const alone = [lost(random), lost(bursts), lost(states)]
    expect(lost({ ...random, ...bursts, ...states })).toEqual(alone[0]!.map((_, i) => alone.some((each) => each[i])))
  })

  it('depend on a frame’s number, not on when faults were switched on', () => {
    const late = model({})
    const first = Array.from({ length: 1000 }, (_, i) => late.offer(i * 100, 200))
    late.change(100_000, 'open', { ...CLEAR_LINK, loss_percent: 20 })
    const rest = Array.from({ length: 1000 }, (_, i) => late.offer((1000 + i) * 100, 200))
    expect(first.every((fate) => typeof fate !== 'string')).toBe(true)
    const always = offerAll(model({ loss_percent: 20 })).slice(1000)
    expect(rest.map((fate) => fate === 'loss')).toEqual(always.map((fate) => fate === 'loss'))
  })

  it('count the same on the cheap way through a clear link', () => {
    const [asked, passed] = [model({}), model({})]
    for (let i = 0; i < 10; i++) {
      for (const _delivery of asked.offer(i, 50)) {
        expect(asked.leave(50)).toBe(null)
        asked.delivered(50, 0)
      }
      expect(passed.isPassThrough).toBe(true)
      passed.pass(50)
    }
    expect(passed.counters()).toEqual(asked.counters())
  })
})

describe('whatever the settings', () => {
  it('nothing is early, fifo keeps order, and every frame is accounted for', () => {
    const scenario = fc.record({
      seed: fc.nat(),
      settings: anySettings,
      offers: fc.array(fc.record({ gap_us: fc.integer({ min: 0, max: 5000 }), bytes: fc.integer({ min: 24, max: 2000 }) }), {
        maxLength: 150
      })
    })
    fc.assert(
      fc.property(scenario, ({ seed, settings, offers }) => {
        const link = new LinkModel('a>b', seed, settings)
        const waiting: { due_us: number; bytes: number }[] = []
        let now_us = 0
        let latest_us = 0
        for (const { gap_us, bytes } of offers) {
          now_us += gap_us
          for (const copy of waiting.filter((each) => each.due_us <= now_us)) {
            waiting.splice(waiting.indexOf(copy), 1)
            link.leave(copy.bytes)
            link.delivered(copy.bytes, 0)
          }
          for (const { due_us } of deliveries(link.offer(now_us, bytes))) {
            expect(due_us).toBeGreaterThanOrEqual(now_us)
            if (settings.order === 'fifo' && settings.reorder_percent === 0) expect(due_us).toBeGreaterThanOrEqual(latest_us)
            if (settings.jitter_ms === 0 && settings.reorder_percent === 0)
              expect(due_us).toBeGreaterThanOrEqual(now_us + settings.delay_ms * 1000)
            latest_us = due_us
            waiting.push({ due_us, bytes })
          }
          expect(waiting.length).toBeLessThanOrEqual(settings.queue_limit)
        }
        const count = link.counters()
        const dropped = Object.values(count.dropped).reduce((sum, each) => sum + each, 0)
        expect(count.queued).toBe(waiting.length)
        expect(count.offered + count.duplicated).toBe(count.delivered + dropped + count.queued)
      }),
      { seed: 11, numRuns: 300 }
    )
  })
})

describe('a link that is not open', () => {
  for (const mode of LINK_MODES.filter((each) => each !== 'open')) {
    it(`drops what is offered and what is inside it: ${mode}`, () => {
      const link = model({ delay_ms: 10 })
      link.offer(0, 100)
      link.change(5000, mode, link.settings)
      expect(link.offer(6000, 100)).toBe(mode)
      expect(link.leave(100)).toBe(mode)
      expect(link.counters()).toMatchObject({ offered: 2, delivered: 0, dropped: { [mode]: 2 }, queued: 0 })
    })
  }

  it('lets pass what was inside it when it is healed in time', () => {
    const link = model({ delay_ms: 10 })
    link.offer(0, 100)
    link.change(1000, 'cut', link.settings)
    link.change(2000, 'open', link.settings)
    expect(link.leave(100)).toBe(null)
  })
})

describe('a change', () => {
  it('to a shorter delay does not leave later frames stuck behind earlier ones', () => {
    const link = model({ delay_ms: 600_000 })
    link.offer(0, 100)
    expect(link.change(1000, 'open', { ...CLEAR_LINK, delay_ms: 20 })).toBe(21_000)
    expect(deliveries(link.offer(1000, 100))[0]!.due_us).toBe(21_000)
  })

  it('to a higher rate moves up what is queued, but no faster than the new rate', () => {
    const link = model({ rate_bit_s: 1000 })
    for (let i = 0; i < 10; i++) link.offer(0, 100)
    expect(link.change(0, 'open', { ...CLEAR_LINK, rate_bit_s: 8e6 })).toBe(1000)
    expect(deliveries(link.offer(0, 100))[0]!.due_us).toBe(1100)
  })

  it('is not a cheap way through while something is inside', () => {
    const link = model({ delay_ms: 5 })
    link.offer(0, 100)
    link.change(0, 'open', CLEAR_LINK)
    expect(link.isPassThrough).toBe(false)
    link.leave(100)
    expect(link.isPassThrough).toBe(true)
  })
})
