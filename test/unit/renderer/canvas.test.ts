import { describe, expect, test } from 'vitest'
import type { LinkState } from '../../../src-shared/folds/cluster-links'
import { CLEAR_LINK } from '../../../src-shared/network/netem'
import type { LinkMode, LinkSettings } from '../../../src-shared/network/netem'
import { trimmedLine } from '../../../src-renderer/lab/canvas/geometry'
import { hullGroups } from '../../../src-renderer/lab/canvas/hullGroups'
import { isTouched, labelOf, linkStyle } from '../../../src-renderer/lab/canvas/linkStyle'

function link(mode: LinkMode, settings: Partial<LinkSettings> = {}): LinkState {
  return {
    id: 'a>b',
    from: 'a',
    to: 'b',
    mode,
    settings: { ...CLEAR_LINK, ...settings },
    counters: null,
    offered_per_s: 0,
    delivered_per_s: 0,
    dropped_per_s: 0,
    delay_ms: null
  }
}

describe('the look of a link', () => {
  test.each([
    ['healthy', '', link('open')],
    ['cut', 'cut', link('cut', { delay_ms: 30 })],
    ['cut', 'half-open', link('half-open')],
    ['slowed', '12 ms', link('open', { delay_ms: 12 })],
    ['slowed', '12 ± 3.5 ms', link('open', { delay_ms: 12, jitter_ms: 3.5 })],
    ['lossy', '5 % loss', link('open', { loss_percent: 5 })],
    ['lossy', '12 ms · 5 % loss', link('open', { delay_ms: 12, loss_percent: 5 })],
    ['lossy', '25 % loss', link('open', { gilbert_elliott: { p: 10, r: 30, loss_bad: 100, loss_good: 0 } })],
    ['slowed', '2 Mbit/s', link('open', { rate_bit_s: 2e6 })]
  ])('%s, “%s”', (look, label, state) => {
    expect([linkStyle(state), labelOf(state)]).toEqual([look, label])
    expect(isTouched(state)).toBe(look !== 'healthy')
  })
})

describe('hulls', () => {
  const group = (nodes: string, quorum: boolean) => ({ nodes: nodes.split(' '), quorum })

  test('none while everybody reaches everybody', () => {
    expect(hullGroups([group('1 2 3', true)], 3)).toEqual([])
  })
  test('halves, isolated nodes and a bridge stay as they are', () => {
    const halves = [group('1 2 3', true), group('4 5', false)]
    expect(hullGroups(halves, 5)).toEqual(halves)
    const bridge = [group('1 2 3', true), group('3 4 5', true)]
    expect(hullGroups(bridge, 5)).toEqual(bridge)
  })
  test('one node down leaves one hull around the rest', () => {
    expect(hullGroups([group('1 2', true)], 3)).toHaveLength(1)
  })
  test('a cut link among some nodes does not change how others that are cut off are shown', () => {
    const bridge = [group('1 2 3', true), group('3 4 5', true)]
    const widely = [group('6 8 9', false), group('7 8 9', false)]
    expect(hullGroups([...bridge, ...widely], 9)).toEqual([...bridge, { nodes: ['6', '8', '9', '7'], quorum: false }])
  })
  test('groups that overlap widely join, and one cut link makes no hull at all', () => {
    expect(hullGroups([group('1 3 4 5', true), group('2 3 4 5', true)], 5)).toEqual([])
    expect(hullGroups([group('2 4 5', true), group('3 4 5', true), group('1', false)], 5)).toEqual([
      { nodes: ['2', '4', '5'].concat('3'), quorum: true },
      group('1', false)
    ])
  })
})

describe('geometry', () => {
  test('lines end at the rims, and the two directions run side by side', () => {
    expect(trimmedLine({ x: 0, y: 0 }, { x: 100, y: 0 }, [10, 20])).toEqual([
      { x: 10, y: 0 },
      { x: 80, y: 0 }
    ])
    const [there] = trimmedLine({ x: 0, y: 0 }, { x: 100, y: 0 }, [0, 0], 4)
    const [back] = trimmedLine({ x: 100, y: 0 }, { x: 0, y: 0 }, [0, 0], 4)
    expect(Math.sign(there.y)).toBe(-Math.sign(back.y))
  })
})
