import { describe, expect, test } from 'vitest'
import type { EventBody, LabEvent } from '../../../src-shared/events'
import type { FaultAction, FaultActionInput } from '../../../src-shared/faults/actions'
import { describeAction } from '../../../src-shared/faults/label'
import { createRunFold, foldEvent } from '../../../src-shared/folds/run'
import { CLEAR_LINK } from '../../../src-shared/network/netem'
import { raft } from '../../../src-shared/protocols/raft'
import { formerLinks, takeBack } from '../../../src-renderer/lab/undo/takeBack'
import { runStarted } from '../support/run-started'

const CRASH: FaultAction = { do: 'crash', node: 'n1' }
const CUT: FaultAction = { do: 'link', from: 'n1', to: 'n2', both: true, change: { mode: 'cut' } }
const HEAL: FaultAction = { do: 'heal' }

/** A run to which things are done, each at its own second. */
function cluster() {
  const run = createRunFold(raft)
  let seq = 0
  let fault = 0
  const tell = (body: EventBody, t_s: number) => foldEvent(run, { ...body, t: t_s * 1e6, seq: ++seq } as LabEvent)
  tell(runStarted(['n1', 'n2', 'n3']), 0)
  const begin = (action: FaultAction, t_s: number) => {
    tell(
      { kind: 'fault-started', fault: ++fault, label: describeAction(action), action, by: 'person', nodes: [], links: [] },
      t_s
    )
    return fault
  }
  const end = (number: number, t_s: number) => tell({ kind: 'fault-ended', fault: number, by: 'person' }, t_s)
  const back = (action: FaultActionInput, number: number, links: FaultActionInput[] = []) =>
    takeBack({ action, fault: number, adjusted: null, links }, run)
  return { run, tell, begin, end, back }
}

describe('what was done is taken back', () => {
  test('by ending the fault, while it is in force', () => {
    const { begin, back } = cluster()
    expect(back(CRASH, begin(CRASH, 1))).toEqual({ end: 1, act: [] })
  })

  test('of healing by doing again what it mended, in its order, and nothing that was over before', () => {
    const { begin, end, back } = cluster()
    end(begin({ do: 'pause', node: 'n3' }, 1), 2)
    begin(CRASH, 3)
    begin(CUT, 4)
    const heal = begin(HEAL, 5)
    for (const fault of [2, 3, heal]) end(fault, 5)
    expect(back(HEAL, heal)).toEqual({ end: null, act: [CRASH, CUT] })
  })

  test('with what it took the place of', () => {
    const { begin, end, back } = cluster()
    begin(CUT, 1)
    const later = begin({ ...CUT, change: { mode: 'refuse' } }, 2)
    end(1, 2)
    expect(back(CUT, later)).toEqual({ end: later, act: [CUT] })
  })

  test('of settings by those from before', () => {
    const { run } = cluster()
    expect(takeBack({ action: CUT, fault: 1, adjusted: CRASH, links: [] }, run)).toEqual({ end: null, act: [CRASH] })
  })

  test('of a link that was opened within a partition by closing it again', () => {
    const { run, tell, begin, end, back } = cluster()
    tell({ kind: 'link-changed', links: [{ link: 'n1>n2', mode: 'cut', settings: CLEAR_LINK }] }, 1)
    const open: FaultAction = { ...CUT, change: { mode: 'open', settings: { delay_ms: 0 } } }
    const former = formerLinks(run.cluster, open)
    expect(former).toEqual([
      { do: 'link', from: 'n1', to: 'n2', both: false, change: { mode: 'cut', settings: { delay_ms: 0 } } },
      { do: 'link', from: 'n2', to: 'n1', both: false, change: { mode: 'open', settings: { delay_ms: 0 } } }
    ])
    const fault = begin(open, 2)
    end(fault, 2)
    expect(back(open, fault, former)).toEqual({ end: null, act: former })
  })

  test('or else it is said why not', () => {
    const { begin, end, back } = cluster()
    end(begin(CRASH, 1), 2)
    expect(back(CRASH, 1)).toEqual({ why_not: 'It is over already: Crash n1.' })
    expect(back({ do: 'command', node: 'n1', command: 'promote' }, 2)).toEqual({
      why_not: 'An operator command cannot be taken back: the nodes have carried out “promote”.'
    })
    const heal = begin(HEAL, 3)
    end(heal, 3)
    expect(back(HEAL, heal)).toEqual({ why_not: 'It changed nothing that could be taken back: Heal all links.' })
  })
})
