import { describe, expect, it } from 'vitest'
import { foldRun } from '../../../src-shared/folds/run'
import { raft } from '../../../src-shared/protocols/raft'
import { leaderFollower } from '../../../src-shared/protocols/leader-follower'
import { StreamBuilder } from '../support/stream'

const outdatedIn = (run: StreamBuilder, protocol = raft) => [...protocol.panels.outdated!(foldRun(run.events(), protocol))]
const started = () => new StreamBuilder().start().bootAll().elect(100, 'n1', 1)
const split = () => started().between(1000, ['n1', 'n2'], ['n3', 'n4', 'n5'], 'cut')

describe('a leader is out of date', () => {
  it('from when it is cut off from every quorum, until it steps down', () => {
    expect(outdatedIn(started())).toEqual([])
    expect(outdatedIn(split())).toEqual([['n1', 'leader of term 1, out of date']])
    expect(outdatedIn(split().role(1400, 'n1', 'follower', 1, null))).toEqual([])
  })

  it('while another leads a later term, also with the network whole again', () => {
    const elected = split().elect(1300, 'n3', 2, ['n4', 'n5'])
    const healed = elected.between(2000, ['n1', 'n2'], ['n3', 'n4', 'n5'], 'open')
    expect(outdatedIn(healed)).toEqual([['n1', 'leader of term 1, out of date']])
    expect(outdatedIn(healed.role(2001, 'n1', 'follower', 2, 'n3'))).toEqual([])
  })

  it('never while it is new, and its followers have not told yet', () => {
    expect(outdatedIn(new StreamBuilder().start().bootAll().role(100, 'n1', 'leader', 1, 'n1'))).toEqual([])
  })

  it('never by a cut alone where no quorum decides, nor while its process is down', () => {
    const cut = started().between(1000, ['n1'], ['n2', 'n3', 'n4', 'n5'], 'cut')
    expect(outdatedIn(cut, leaderFollower)).toEqual([])
    expect(outdatedIn(cut.role(1300, 'n2', 'leader', 2, 'n2'), leaderFollower)).toHaveLength(1)
    expect(outdatedIn(split().exit(1500, 'n1'))).toEqual([])
  })
})
