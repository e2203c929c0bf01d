import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import { useMessageWindow } from '../../../src-renderer/stores/messageWindow'
import { useRun } from '../../../src-renderer/stores/run'
import { useSelection } from '../../../src-renderer/stores/selection'
import { useTimeWindow } from '../../../src-renderer/stores/timeWindow'

beforeEach(() => {
  setActivePinia(createPinia())
  useRun().begin(1, null)
})

describe('when the window turns to another run', () => {
  it('charts follow it, whatever stretch of the old one was zoomed to', () => {
    const time = useTimeWindow()
    time.zoomTo(1_000_000, 3_000_000)
    time.cursor_us = 2_000_000
    useRun().begin(2, null)
    expect(time.zoom).toBeNull()
    expect(time.cursor_us).toBeNull()
  })

  it('nothing of the old one is selected', () => {
    const selection = useSelection()
    for (const select of [
      () => selection.selectPair('n1', 'n2'),
      () => selection.selectClient('c1'),
      () => selection.selectNodes(['n3'])
    ]) {
      select()
      useRun().openRecordedRun(null)
      expect(selection.selection).toBeNull()
    }
  })

  it('the space-time diagram lets go of the stretch it held', () => {
    const window = useMessageWindow()
    window.show(1_000_000, 2_000_000)
    useRun().begin(2, null)
    expect(window.held_us).toBeNull()
  })
})

describe('the run that a fork branched off from', () => {
  it('is laid over the fork, and over no later run', () => {
    const run = useRun()
    run.keepForNextRun('as it was')
    expect(run.reference).toBeNull()
    run.begin(2, null)
    expect(run.reference?.title).toBe('as it was')
    run.begin(3, null)
    expect(run.reference).toBeNull()
  })

  it('stays when the connection comes back in the middle of the fork', () => {
    const run = useRun()
    run.keepForNextRun('as it was')
    run.begin(2, null)
    run.begin(2, null)
    expect(run.reference?.title).toBe('as it was')
  })

  it('is not laid over a recording', () => {
    const run = useRun()
    run.keepForNextRun('as it was')
    run.begin(2, null)
    run.openRecordedRun(null)
    expect(run.reference).toBeNull()
  })

  it('is forgotten when the fork could not begin', () => {
    const run = useRun()
    run.keepForNextRun('as it was')
    run.keepForNextRun(null)
    run.begin(2, null)
    expect(run.reference).toBeNull()
  })
})
