import { describe, expect, test } from 'vitest'
import { boundOf_us, middleOf_us } from '../../../../src-shared/clock/interval'
import { answer } from '../../../../src-node/protocols/kit/clock-sync/messages'
import {
  createTimeClient,
  interval,
  nextRequests,
  onReply,
  reading_us
} from '../../../../src-node/protocols/kit/clock-sync/client'
import type { TimeClient, TimeClientSettings } from '../../../../src-node/protocols/kit/clock-sync/client'

const SETTINGS: TimeClientSettings = { max_drift_ppm: 200, step_threshold_us: 128_000, slew_ppm: 500 }
const STEPS: TimeClientSettings = { ...SETTINGS, step_threshold_us: 0 }

/** Asks every source at once at `now_us` of its own clock, which is behind true time by `behind_us`; each way takes so long. */
function poll(client: TimeClient, now_us: number, behind_us: number, ways: Ways, lies_us: Readonly<Record<string, number>> = {}) {
  const { there_us, back_us } = ways
  return nextRequests(client, now_us).map(([source, request]) => {
    const at_us = now_us + behind_us + there_us + (lies_us[source] ?? 0)
    const served = answer(request, { receive_us: at_us, transmit_us: at_us, bound_us: 50, stratum: 1 })
    return onReply(client, source, served, now_us + there_us + back_us)
  })
}

interface Ways {
  readonly there_us: number
  readonly back_us: number
}

const EVEN: Ways = { there_us: 1_000, back_us: 1_000 }

/** How far true time is from the middle of what the client believes, and how far it says it may be. */
function belief(client: TimeClient, now_us: number, behind_us: number) {
  const believed = interval(client, now_us)!
  return { error_us: middleOf_us(believed) - (now_us + behind_us), bound_us: boundOf_us(believed) }
}

describe('a client of one source', () => {
  test('has no time until it has been answered', () => {
    expect(interval(createTimeClient(['s'], SETTINGS), 5)).toBeNull()
  })

  test('finds its offset and the delay from four stamps', () => {
    const [found] = poll(createTimeClient(['s'], STEPS), 1_000_000, 700, EVEN)
    expect(found).toMatchObject({ exchange: { offset_us: 700, delay_us: 2_000 }, adjustment: { how: 'set', offset_us: 700 } })
  })

  test('is off by half of what the two ways differ in, which its bound covers', () => {
    const client = createTimeClient(['s'], STEPS)
    poll(client, 1_000_000, 700, { there_us: 1_000, back_us: 9_000 })
    const { error_us, bound_us } = belief(client, 1_010_000, 700)
    expect(error_us).toBe(-4_000)
    expect(bound_us).toBeCloseTo(5_000 + 50 + 2 + 2, 0)
  })

  test('is less sure the longer ago its answer is', () => {
    const client = createTimeClient(['s'], STEPS)
    poll(client, 0, 0, EVEN)
    const at_once = belief(client, 2_000, 0).bound_us
    expect(belief(client, 10_002_000, 0).bound_us - at_once).toBeCloseTo(10 * 200, 0)
  })

  test('takes no answer but that to its newest request', () => {
    const client = createTimeClient(['s'], STEPS)
    const [[, first]] = nextRequests(client, 0) as [[string, { origin_us: number }]]
    nextRequests(client, 1_000)
    const late = answer(first, { receive_us: 5, transmit_us: 5, bound_us: 0, stratum: 1 })
    expect(onReply(client, 's', late, 1_500)).toBeNull()
  })

  test('takes no answer that left after it came: its clock was set meanwhile', () => {
    const client = createTimeClient(['s'], STEPS)
    const [[, request]] = nextRequests(client, 1_000_000) as [[string, { origin_us: number }]]
    const served = answer(request, { receive_us: 1_001_000, transmit_us: 1_001_000, bound_us: 0, stratum: 1 })
    expect(onReply(client, 's', served, 500_000)).toBeNull()
  })
})

describe('correcting', () => {
  test('a small offset is slewed: the clock runs a little faster or slower, and covers what is left', () => {
    const client = createTimeClient(['s'], SETTINGS)
    poll(client, 0, 0, EVEN)
    const [slewed] = poll(client, 1_000_000, -1_000, EVEN)
    expect(slewed!.adjustment).toMatchObject({ how: 'slew', from_us: 1_002_000, to_us: 1_002_000 })
    expect(reading_us(client, 2_002_000)).toBe(2_001_500)
    expect(belief(client, 2_002_000, -1_000)).toMatchObject({ error_us: 500 })
    expect(belief(client, 2_002_000, -1_000).bound_us).toBeGreaterThan(1_500)
    expect(reading_us(client, 9_000_000)).toBe(8_999_000)
  })

  test('a great offset is stepped, backwards too', () => {
    const client = createTimeClient(['s'], SETTINGS)
    poll(client, 0, 0, EVEN)
    const [stepped] = poll(client, 1_000_000, -200_000, EVEN)
    expect(stepped!.adjustment).toMatchObject({ how: 'step', offset_us: -200_000, from_us: 1_002_000, to_us: 802_000 })
  })

  test('unless nothing is', () => {
    const client = createTimeClient(['s'], { ...SETTINGS, step_threshold_us: Infinity })
    poll(client, 0, 0, EVEN)
    expect(poll(client, 1_000_000, -200_000, EVEN)[0]!.adjustment!.how).toBe('slew')
  })
})

describe('a client of several sources', () => {
  test('waits for a majority', () => {
    const client = createTimeClient(['a', 'b', 'c'], STEPS)
    const found = poll(client, 0, 0, EVEN)
    expect(found.map((one) => one!.adjustment?.how)).toEqual([undefined, 'set', 'slew'])
  })

  test('leaves out one that most contradict', () => {
    const client = createTimeClient(['a', 'b', 'c', 'd'], STEPS)
    const last = poll(client, 0, 0, EVEN, { b: 3_000_000 }).at(-1)!
    expect(last.falsetickers).toEqual(['b'])
    expect(belief(client, 2_000, 0).error_us).toBe(0)
  })

  test('does not choose between two that contradict each other', () => {
    const client = createTimeClient(['a', 'b'], STEPS)
    expect(poll(client, 0, 0, EVEN, { b: 3_000_000 }).at(-1)!.adjustment).toBeNull()
    expect(interval(client, 2_000)).toBeNull()
  })

  test('forgets one that has been silent for long', () => {
    const client = createTimeClient(['a'], STEPS)
    poll(client, 0, 0, EVEN)
    for (let i = 1; i <= 8; i++) nextRequests(client, i * 1_000_000)
    expect(client.exchanges.size).toBe(1)
    nextRequests(client, 9_000_000)
    expect(client.exchanges.size).toBe(0)
    expect(interval(client, 9_000_000)).not.toBeNull()
  })
})
