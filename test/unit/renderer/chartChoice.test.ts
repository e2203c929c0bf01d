import { describe, expect, it } from 'vitest'
import { chartsFor } from '../../../src-shared/charts'
import { raft } from '../../../src-shared/protocols/raft'
import {
  NO_CHOICE,
  arrangeCharts,
  choiceFor,
  firstCharts,
  readChoices,
  shareHeights,
  withChoice
} from '../../../src-renderer/lab/charts/chartChoice'

const AVAILABLE = ['latency', 'throughput', 'terms', 'leadership', 'commit']
const FIRST = ['throughput', 'terms', 'leadership']
const ROOM = { low: 8, normal: 20, high: 40 }

describe('the charts that come first', () => {
  it('are the scenario’s, in its order', () => {
    expect(firstCharts(chartsFor(raft), ['lag-ms', 'latency'], raft.charts)).toEqual(['lag-ms', 'latency', 'throughput'])
  })

  it('are else what clients see and what the protocol declares', () => {
    expect(firstCharts(chartsFor(raft), undefined, raft.charts)).toEqual(['throughput', 'terms', 'leadership'])
  })

  it('are never those that stand aside', () => {
    const available = [{ id: 'throughput' }, { id: 'sets' }, { id: 'kept' }]
    expect(firstCharts(available, undefined, [{ id: 'sets', aside: true }])).toEqual(['throughput', 'kept'])
    expect(firstCharts(available, ['sets'], [{ id: 'sets', aside: true }])).toEqual(['sets', 'throughput', 'kept'])
  })

  it('show nothing of clients where there are none', () => {
    const available = [{ id: 'throughput' }, { id: 'latency' }, { id: 'alive' }]
    expect(firstCharts(available, undefined, [], false)).toEqual(['alive'])
    expect(firstCharts(available, ['latency'], [], false)).toEqual(['latency', 'alive'])
  })

  it('leave out what this run has nothing of', () => {
    expect(firstCharts(chartsFor(raft), undefined, raft.charts, false)).toEqual(['terms', 'leadership', 'commit'])
    expect(firstCharts([{ id: 'latency' }], ['lag-ms'], [])).toEqual(['latency'])
  })
})

describe('the charts of the dock', () => {
  it('are as many of the first as fit', () => {
    const shownIn = (room_em: number) => arrangeCharts(AVAILABLE, FIRST, NO_CHOICE, room_em).shown
    expect(shownIn(ROOM.low)).toEqual(['throughput'])
    expect(shownIn(ROOM.normal)).toEqual(['throughput', 'terms'])
    expect(shownIn(ROOM.high)).toEqual(FIRST)
  })

  it('and those one click away are all that there are', () => {
    const { shown, others } = arrangeCharts(AVAILABLE, FIRST, NO_CHOICE, ROOM.normal)
    expect([...shown, ...others].sort()).toEqual([...AVAILABLE].sort())
  })

  it('are what somebody chose, whatever fits, the pinned one first', () => {
    const choice = { ...NO_CHOICE, shown: ['terms', 'latency', 'commit'], pinned: 'commit' }
    expect(arrangeCharts(AVAILABLE, FIRST, choice, ROOM.low).shown).toEqual(['commit', 'terms', 'latency'])
  })

  it('are without the one beside the canvas, which is not offered either', () => {
    const { shown, others } = arrangeCharts(AVAILABLE, FIRST, { ...NO_CHOICE, beside: 'terms' }, ROOM.normal)
    expect(shown).toEqual(['throughput', 'leadership'])
    expect(others).not.toContain('terms')
  })

  it('are without a chosen one that this run does not have', () => {
    expect(arrangeCharts(['latency'], [], { ...NO_CHOICE, shown: ['lag-ms', 'latency'], pinned: 'gone' }, 9).shown).toEqual([
      'latency'
    ])
  })

  it('fill the room between them, and are never lower than they may be', () => {
    expect(shareHeights([100, 50], 300)).toEqual([200, 100])
    expect(shareHeights([100, 50], 60)).toEqual([100, 50])
    expect(shareHeights([], 60)).toEqual([])
  })
})

describe('remembered choices', () => {
  const pinned = { ...NO_CHOICE, pinned: 'terms' }

  it('are those of one scenario, through storage and back', () => {
    const stored: unknown = JSON.parse(JSON.stringify(withChoice([], 'raft-steady', pinned)))
    const read = readChoices(stored)
    expect(choiceFor(read, 'raft-steady')).toEqual(pinned)
    expect(choiceFor(read, 'another')).toEqual(NO_CHOICE)
  })

  it('keep the newest fifty scenarios', () => {
    let remembered = withChoice([], 'first', pinned)
    for (let i = 0; i < 50; i += 1) remembered = withChoice(remembered, `scenario ${i}`, pinned)
    expect(remembered).toHaveLength(50)
    expect(choiceFor(remembered, 'first')).toEqual(NO_CHOICE)
    expect(choiceFor(remembered, 'scenario 49')).toEqual(pinned)
  })

  it.each([null, {}, [['a', { pinned: 3 }]], 'x', [['a', { ...NO_CHOICE, shown: [''] }]]])(
    'are none where %j was stored',
    (stored) => {
      expect(readChoices(stored)).toEqual([])
    }
  )
})
