import { expect, it } from 'vitest'
import { foldRun } from '../../../src-shared/folds/run'
import { followingFold, followingOf } from '../../../src-shared/protocols/leadership/following'
import { raft } from '../../../src-shared/protocols/raft'
import { Apply, Commit } from '../../../src-shared/protocols/replicated-log/facts'
import { positionOf, positionsFold } from '../../../src-shared/protocols/replicated-log/positions'
import { StreamBuilder } from '../support/stream'

const followingIn = (run: StreamBuilder, replica: string) => followingOf(followingFold.of(foldRun(run.events(), raft)), replica)
const positionIn = (run: StreamBuilder, replica: string) => positionOf(positionsFold.of(foldRun(run.events(), raft)), replica)
const booted = () => new StreamBuilder().start().bootAll()

it('a replica follows whom it last named, and nobody when its process is gone', () => {
  const run = booted().elect(100, 'n1', 3)
  expect(followingIn(run, 'n2')).toEqual({ term: 3, leader: 'n1' })
  run.exit(200, 'n2')
  expect(followingIn(run, 'n2')).toEqual({ term: 3, leader: null })
  run.role(199, 'n2', 'follower', 9, 'n1', 50)
  expect(followingIn(run, 'n2'), 'last words that come late').toEqual({ term: 3, leader: null })
  run.at(300, { kind: 'member-left', node: 'n2' }).role(301, 'n2', 'follower', 9, 'n1')
  expect(followingIn(run, 'n2'), 'who has left is not heard').toEqual({ term: 0, leader: null })
})

it('groups of a node follow by themselves', () => {
  const run = booted().at(100, { kind: 'role', node: 'n1', group: 'g2', role: 'leader', term: 2, leader: 'n1' })
  expect([followingIn(run, 'n1 g2'), followingIn(run, 'n1')]).toEqual([
    { term: 2, leader: 'n1' },
    { term: 0, leader: null }
  ])
})

it('a position stays through a restart, and goes with the disk', () => {
  const run = booted().at(100, Commit.of('n1', { index: 7, term: 1 }))
  run.at(101, Apply.of('n1', { entries: [{ index: 6, term: 1, digest: 1 }] }))
  run.exit(200, 'n1').boot(300, 'n1', 2)
  expect(positionIn(run, 'n1')).toEqual({ commit: 7, applied: 6 })
  run.exit(400, 'n1').at(500, { kind: 'node-started', node: 'n1', boot: 3, pid: 1, generation: 1 })
  expect(positionIn(run, 'n1')).toEqual({ commit: 0, applied: 0 })
})
