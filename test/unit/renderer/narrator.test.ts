import { describe, expect, test } from 'vitest'
import type { EventBody, LabEvent } from '../../../src-shared/events'
import { createRunFold, foldEvent } from '../../../src-shared/folds/run'
import type { FaultAction, Partition } from '../../../src-shared/faults/actions'
import { linkId } from '../../../src-shared/ids'
import type { LinkId } from '../../../src-shared/ids'
import { CLEAR_LINK } from '../../../src-shared/network/netem'
import type { LinkMode } from '../../../src-shared/network/netem'
import { Narrator, latestSentence, unreachableText } from '../../../src-renderer/lab/text/narrator'
import { listOf } from '../../../src-shared/text/list-text'
import { runStarted } from '../support/run-started'
import { raft } from '../../../src-shared/protocols/raft'

const NODES = ['n1', 'n2', 'n3', 'n4', 'n5']

function told(quorum: 'majority' | 'none' = 'majority', nodes: readonly string[] = NODES) {
  const run = createRunFold({ description: { ...raft.description, quorum }, folds: raft.folds })
  const { cluster } = run
  const narrator = new Narrator('term')
  let seq = 0
  let t = -1000
  const tell = (body: EventBody, after_ms = 1) => {
    t += after_ms * 1000
    const event = { ...body, t, seq: ++seq } as LabEvent
    foldEvent(run, event)
    narrator.observe(event, run)
  }
  tell(runStarted(nodes))
  for (const node of nodes) tell(ready(node))
  const said = () => narrator.sentences.map((sentence) => sentence.text)
  narrator.sentences.length = 0
  return { cluster, narrator, tell, said }
}

function ready(node: string): EventBody {
  return { kind: 'node-ready', node, boot: 1, recovered_records: 0, truncated_bytes: 0 }
}

function between(group: readonly string[], mode: LinkMode, nodes: readonly string[] = NODES): EventBody {
  const links: LinkId[] = group.flatMap((a) =>
    nodes.filter((b) => !group.includes(b)).flatMap((b) => [linkId(a, b), linkId(b, a)])
  )
  return { kind: 'link-changed', links: links.map((link) => ({ link, mode, settings: CLEAR_LINK })) }
}

describe('the narrator', () => {
  test('names a new leader once, with its term', () => {
    const { tell, said } = told()
    tell({ kind: 'role', node: 'n3', role: 'leader', term: 7, leader: 'n3' })
    tell({ kind: 'role', node: 'n3', role: 'leader', term: 7, leader: 'n3' })
    tell({ kind: 'role', node: 'n1', role: 'follower', term: 7, leader: 'n3' })
    expect(said()).toEqual(['n3 became leader in term 7.'])
  })

  test('says who lost the quorum, and when it is back', () => {
    const { tell, said } = told()
    tell(between(['n1', 'n2'], 'cut'))
    tell(between(['n1', 'n2'], 'open'))
    expect(said()).toEqual([
      'n1 and n2 cannot form a quorum (2 of 5), so their writes wait.',
      'Every running node is in a quorum again, after 1 ms.'
    ])
  })

  test('gives the fault as the reason, and says in the end how long it took', () => {
    const { tell, said } = told()
    const partition: Partition = { shape: 'halves', group: ['n4'], direction: 'both' }
    const action: FaultAction = { do: 'partition', partition, mode: 'cut' }
    tell({ kind: 'fault-started', fault: 1, label: 'Split n4 off', action, by: 'person', nodes: [], links: [] })
    tell(between(['n4'], 'cut'))
    tell({ kind: 'fault-ended', fault: 1, by: 'person' }, 19)
    tell(between(['n4'], 'open'))
    expect(said()).toEqual([
      'Split n4 off.',
      'Split n4 off: n4 cannot form a quorum (1 of 5), so its writes wait.',
      'Over after 20 ms: Split n4 off.',
      'Every running node is in a quorum again, after 20 ms.'
    ])
  })

  test('says once what is done at once, whoever does it', () => {
    const { tell, said } = told()
    const action: FaultAction = { do: 'command', node: 'n1', command: 'transfer-leadership', arguments: {} }
    for (const [fault, by] of (['person', 'timeline'] as const).entries()) {
      tell({ kind: 'fault-started', fault, label: 'Make n1 the leader', action, by, nodes: [], links: [] })
      tell({ kind: 'fault-ended', fault, by }, 0.232)
    }
    expect(said()).toEqual(['Make n1 the leader.', 'Make n1 the leader.'])
  })

  test('does not take nodes that are still starting for cut off', () => {
    const run = createRunFold(raft)
    const narrator = new Narrator('term')
    const bodies: EventBody[] = [runStarted(NODES), ...NODES.map((node) => ready(node))]
    for (const [i, body] of bodies.entries()) {
      const event = { ...body, t: i, seq: i + 1 } as LabEvent
      foldEvent(run, event)
      narrator.observe(event, run)
    }
    expect(narrator.sentences).toEqual([])
  })

  test('counts writes that are lost instead of naming them', () => {
    const { tell, said } = told()
    const operations = ['c1:7', 'c2:9']
    tell({ kind: 'writes-lost', operations, text: 'c1:7, c2:9 answered with ok, but overwritten.', events: [] })
    tell({ kind: 'writes-lost', operations, text: 'n2 leads without 2 acknowledged writes: c1:7, c2:9.', events: [] })
    expect(said()).toEqual(['2 writes answered with ok, but overwritten.', 'n2 leads without 2 acknowledged writes.'])
  })

  test('says it plainly when no group is large enough', () => {
    const { cluster, tell } = told()
    tell(between(['n1', 'n2'], 'cut'))
    tell({ kind: 'node-exited', node: 'n5', boot: 1, reason: 'crashed', code: null, signal: 'SIGKILL', output: [] })
    expect(unreachableText(cluster)).toBe('nobody can form a quorum (the largest group has 2 of 5)')
  })

  test('names the nodes that reach a quorum of nodes which do not all reach each other', () => {
    const { cluster, tell, said } = told()
    const far = ['n2', 'n3', 'n4', 'n5']
    const links = far.flatMap((from) => far.filter((to) => to !== from).map((to) => linkId(from, to)))
    tell({ kind: 'link-changed', links: links.map((link) => ({ link, mode: 'cut', settings: CLEAR_LINK })) })
    expect(unreachableText(cluster)).toBe('only n1 reaches a quorum')
    expect(said()).toEqual(['Only n1 reaches a quorum, so no write can succeed without it.'])
  })

  test('speaks of no quorum where none is asked for, but of who cannot reach whom', () => {
    const { cluster, tell, said } = told('none')
    tell(between(['n1', 'n2'], 'cut'))
    expect(unreachableText(cluster)).toBe('not all reach each other: n1 n2 | n3 n4 n5')
    tell(between(['n1', 'n2'], 'open'))
    expect(said()).toEqual([
      'Not all reach each other: n1 n2 | n3 n4 n5.',
      'All running nodes reach each other again, after 1 ms.'
    ])
  })

  test('counts the nodes of large groups instead of naming them', () => {
    const nodes = Array.from({ length: 30 }, (_, i) => `n${i + 1}`)
    const majority = told('majority', nodes)
    majority.tell(between(nodes.slice(0, 10), 'cut', nodes))
    expect(unreachableText(majority.cluster)).toBe('10 nodes cannot form a quorum (10 of 30)')
    const none = told('none', nodes)
    for (const node of nodes.slice(0, 7)) none.tell(between([node], 'cut', nodes))
    expect(unreachableText(none.cluster)).toBe('not all reach each other: n1 | n2 | n3 | n4 | n5 | 3 more')
  })

  test('gives an appointed leader no term', () => {
    const { tell, said } = told('none')
    tell({ kind: 'role', node: 'n3', role: 'leader', term: 0, leader: 'n3' })
    expect(said()).toEqual(['n3 became leader.'])
  })

  test('shows the last words of a node that ended by itself', () => {
    const { tell, said } = told()
    tell({
      kind: 'node-exited',
      node: 'n2',
      boot: 1,
      reason: 'failed',
      code: 1,
      signal: null,
      output: ['x', 'log record 7: bad checksum']
    })
    expect(said()).toContain('n2 ended by itself: log record 7: bad checksum.')
  })
})

test('lists read as a sentence', () => {
  expect([listOf([]), listOf(['a']), listOf(['a', 'b']), listOf(['a', 'b', 'c'])]).toEqual(['', 'a', 'a and b', 'a, b and c'])
})

test('a fault that somebody is still setting is told once, as it is now', () => {
  const { tell, said } = told()
  const action = { do: 'link', from: 'n1', to: 'n2', both: true, change: { settings: { delay_ms: 1 } } } as const
  tell({ kind: 'fault-started', fault: 1, label: 'Delay 1 ms n1 ↔ n2', action, by: 'person', nodes: [], links: [] })
  tell({ kind: 'fault-changed', fault: 1, label: 'Delay 80 ms n1 ↔ n2', action })
  tell({ kind: 'fault-changed', fault: 1, label: 'Delay 200 ms n1 ↔ n2', action })
  expect(said()).toEqual(['Delay 200 ms n1 ↔ n2.'])
})

test('a notice gives the headline back to the cluster after ten seconds', () => {
  const { narrator, tell } = told()
  tell({ kind: 'node-paused', node: 'n2' })
  tell({ kind: 'notice', level: 'warning', text: 'The disk is slow.' })
  const { t } = narrator.sentences.at(-1)!
  expect(latestSentence(narrator, t + 9_999_999)!.text).toBe('The disk is slow.')
  expect(latestSentence(narrator, t + 10_000_000)!.text).not.toBe('The disk is slow.')
  tell({ kind: 'node-resumed', node: 'n2' })
  expect(latestSentence(narrator, t)!.text).not.toBe('The disk is slow.')
})
