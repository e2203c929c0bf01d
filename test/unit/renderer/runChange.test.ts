import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { frames } from '../../../src-renderer/lab/browser/frames'
import { useMessageWindow } from '../../../src-renderer/stores/messageWindow'
import { useRun } from '../../../src-renderer/stores/run'
import { useSelection } from '../../../src-renderer/stores/selection'
import { useTimeWindow } from '../../../src-renderer/stores/timeWindow'
import { outlineOf } from '../../../src-shared/protocols/thinning'
import { encodeEvents } from '../../../src-shared/wire/events'
import { minuteOfRaft } from '../support/stream'

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

describe('when all events of a recording take the place of their overview', () => {
  beforeEach(() => {
    vi.stubGlobal('document', { hidden: false })
    vi.stubGlobal('requestAnimationFrame', (draw: () => void) => setImmediate(draw))
    // A machine that is busy for 200 ms has the page do without a frame.
    vi.stubGlobal('cancelAnimationFrame', clearImmediate)
  })
  afterEach(async () => {
    // What the page still had to do asks for frames.
    await vi.waitUntil(() => frames.idle)
    vi.unstubAllGlobals()
  })

  const EVENTS = minuteOfRaft()
  const outline = outlineOf(EVENTS)

  async function openOverview(): Promise<void> {
    useRun().openRecordedRun(null)
    await useRun().receiveRecorded(encodeEvents(outline))
    await useRun().endRecorded()
  }

  it('what was selected stays, and messages are there', async () => {
    const run = useRun()
    await openOverview()
    expect(run.tape.head.fold.events).toBe(outline.length)
    useSelection().selectPair('n1', 'n2')
    run.beginSuccessor({ seq: outline.at(-1)!.seq, t_us: outline.at(-1)!.t })
    expect(run.tape.archive.without_messages).not.toBeNull()
    await run.receiveRecorded(encodeEvents(EVENTS))
    expect(run.tape.head.fold.events).toBe(outline.length)
    await run.endRecorded()
    await vi.waitUntil(() => run.successorProgress === null)
    expect(run.tape.head.fold.events).toBe(EVENTS.length)
    expect(run.tape.archive.without_messages).toBeNull()
    expect(useSelection().selection).not.toBeNull()
  })

  it('nothing of it is left when the recording was closed before', async () => {
    const run = useRun()
    await openOverview()
    run.beginSuccessor(null)
    run.closeRecordedRun()
    await run.receiveRecorded(encodeEvents(EVENTS))
    await run.endRecorded()
    expect(run.recorded).toBeNull()
    expect(run.successorProgress).toBeNull()
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
