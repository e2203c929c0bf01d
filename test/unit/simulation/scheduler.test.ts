import fc from 'fast-check'
import { expect, it } from 'vitest'
import { VirtualScheduler } from '../../../src-node/simulation/scheduler'

it('runs everything in the order of its time, equal times in the order of asking, and leaps over what is called off', () => {
  const plans = fc.array(fc.record({ delay_us: fc.nat(50), is_off: fc.boolean() }), { maxLength: 400 })
  fc.assert(
    fc.property(plans, (list) => {
      const scheduler = new VirtualScheduler()
      const ran: number[] = []
      const cancels = list.map(({ delay_us }, i) => scheduler.after(delay_us, () => ran.push(i)))
      list.forEach(({ is_off }, i) => is_off && cancels[i]!())
      const wanted = list.map((plan, i) => ({ ...plan, i })).filter(({ is_off }) => !is_off)
      wanted.sort((a, b) => a.delay_us - b.delay_us || a.i - b.i)
      for (const { delay_us } of wanted) {
        expect(scheduler.next_us).toBe(delay_us)
        expect(scheduler.step()).toBe(true)
        expect(scheduler.now_us()).toBe(delay_us)
      }
      expect(scheduler.next_us).toBe(Infinity)
      expect(scheduler.step()).toBe(false)
      expect(ran).toEqual(wanted.map(({ i }) => i))
      expect(scheduler.steps).toBe(wanted.length)
    })
  )
})

it('is never early, in whole microseconds', () => {
  const scheduler = new VirtualScheduler()
  const times: number[] = []
  for (const delay_us of [0.2, 1, 1.5, -3]) scheduler.after(delay_us, () => times.push(scheduler.now_us()))
  while (scheduler.step());
  expect(times).toEqual([0, 1, 1, 2])
})

it('calls off nothing that has run, nor anything else in its place', () => {
  const scheduler = new VirtualScheduler()
  const ran: string[] = []
  const cancel = scheduler.after(1, () => ran.push('a'))
  scheduler.after(1, () => ran.push('b'))
  scheduler.step()
  cancel()
  cancel()
  while (scheduler.step());
  expect(ran).toEqual(['a', 'b'])
})

it('gives up a moment in which one step always brings about another, and says when that was', () => {
  const scheduler = new VirtualScheduler(1_000)
  const again = (): void => void scheduler.after(0, again)
  scheduler.after(412, again)
  expect(() => {
    while (scheduler.step());
  }).toThrow('Virtual time stands still at 0.000412 s: more than 1,000 steps at that moment')
  expect(scheduler.steps).toBe(1_001)
})

it('lets any number of steps be done one after the other', () => {
  const scheduler = new VirtualScheduler(1_000)
  const again = (): void => void scheduler.after(1, again)
  again()
  for (let i = 0; i < 5_000; i++) expect(scheduler.step()).toBe(true)
})
