import { describe, expect, it } from 'vitest'
import { foldRun } from '../../../src-shared/folds/run'
import type { NodeId } from '../../../src-shared/ids'
import { raft } from '../../../src-shared/protocols/raft'
import { Commit } from '../../../src-shared/protocols/replicated-log/facts'
import { StreamBuilder } from '../support/stream'

const believed = (run: StreamBuilder, node: NodeId) => raft.panels.beliefs!(foldRun(run.events(), raft), node)!
let frames = 0
/** A message that has been read. */
const read = (run: StreamBuilder, t_ms: number, from: NodeId, to: NodeId) => {
  const message = { from, to, boot: 1, n: ++frames, type: 'append-entries' }
  return run.at(t_ms, { kind: 'sent', ...message, bytes: 9 }).at(t_ms, { kind: 'received', ...message })
}
/** n1 was the leader, and is alone now with n2; the others have another one. */
function split(): StreamBuilder {
  const run = new StreamBuilder().start().bootAll().elect(10, 'n1', 1)
  for (const node of ['n2', 'n3', 'n4', 'n5']) read(run, 900, node, 'n1')
  read(run, 1_000, 'n1', 'n2')
  for (const node of ['n1', 'n2']) run.at(1_000, Commit.of(node, { index: 7, term: 1 }))
  run.elect(2_000, 'n4', 2, ['n3', 'n4', 'n5']).at(2_100, Commit.of('n4', { index: 9, term: 2 }))
  return read(run, 3_950, 'n2', 'n1').at(4_003, Commit.of('n4', { index: 9, term: 2 }))
}

describe('what a node believes', () => {
  it('is right as long as it follows the leader of the newest term', () => {
    const { text, wrong, lines, peers } = believed(read(split(), 4_000, 'n4', 'n3'), 'n3')
    expect([text, wrong]).toEqual(['n3 believes that n4 leads term 2, and so it is', false])
    expect(lines.map(({ name, believed, actual }) => `${name}: ${believed} | ${actual}`).slice(0, 2)).toEqual([
      'leads: n4 | n4',
      'term: 2 | 2'
    ])
    expect(peers.get('n4')).toMatchObject({ word: 'leader', actual: null, note: '3 ms ago' })
    expect(peers.get('n5'), 'a follower listens to its leader alone').toMatchObject({ word: 'not heard of', actual: null })
  })

  it('is wrong on the side of a partition that has no quorum: leader, term, and what is committed', () => {
    const { text, lines, peers } = believed(split(), 'n2')
    expect(text).toBe('n2 believes that n1 leads term 1; n4 has led term 2 for 2 s')
    expect(lines.filter(({ wrong }) => wrong).map(({ name, believed, actual }) => `${name}: ${believed} | ${actual}`)).toEqual([
      'leads: n1 | n4',
      'term: 1 | 2',
      'committed: up to 7 | up to 9'
    ])
    expect(peers.get('n1')).toMatchObject({ word: 'leader', actual: 'no quorum' })
    expect(peers.get('n4')).toMatchObject({ word: 'not heard of', actual: 'leader' })
  })

  it('takes those that a leader has not heard for long for dead, whether they are or not', () => {
    const { text, peers, lines } = believed(split().exit(4_002, 'n2'), 'n1')
    expect(text).toBe('n1 believes that it leads term 1; n4 has led term 2 for 2 s')
    expect([...peers.values()].map(({ word, actual }) => `${word} | ${actual}`)).toEqual([
      'leader | no quorum',
      'up | down',
      'silent | follower',
      'silent | leader',
      'silent | follower'
    ])
    expect(lines.at(-1)).toEqual({ name: 'alive', believed: 'n1 and n2', actual: 'n1, n3, n4 and n5', wrong: true })
  })

  it('is nothing on a node that is down', () => {
    expect(believed(split().exit(3_000, 'n5'), 'n5').text).toBe('n5 is down: it believes nothing')
  })
})
