import { expect, it } from 'vitest'
import { foldRun } from '../../../src-shared/folds/run'
import { atomicCommit } from '../../../src-shared/protocols/atomic-commit'
import { Accepted, Decided, PreCommitted, Prepared, Released, TookOver } from '../../../src-shared/protocols/transactions/facts'
import { StreamBuilder } from '../support/stream'

const transaction = 'c1:1#1.1'
const started = () => new StreamBuilder().start().bootAll()
const tag = (run: StreamBuilder, node: string) => atomicCommit.panels.tag!(foldRun(run.events(), atomicCommit), node)

it('a node shows that it has heard of all votes, and that it takes over, until it knows the decision', () => {
  const run = started().at(100, Prepared.of('n2', { transaction, reads: [], writes: ['bank/alice'] }))
  run.at(110, PreCommitted.of('n2', { transaction }))
  expect(tag(run, 'n2')).toBe('1 in doubt, 1 pre-committed')
  run.at(900, TookOver.of('n2', { transaction, ballot: 0 }))
  expect(tag(run, 'n2')).toBe('1 in doubt, takes over')
  run.at(1000, Released.of('n2', { transaction, commit: true }))
  expect(tag(run, 'n2')).toBeNull()
})

it('an acceptor shows how many votes it has accepted of what is not decided', () => {
  const run = started().at(100, Accepted.of('n3', { transaction, ballot: 0, votes: { n2: true } }))
  run.at(101, Accepted.of('n3', { transaction, ballot: 0, votes: { n3: true } }))
  // The same votes under a new leader.
  run.at(500, Accepted.of('n3', { transaction, ballot: 5, votes: { n2: true, n3: true } }))
  expect(tag(run, 'n3')).toBe('2 votes accepted')
  run.at(600, Decided.of('n1', { transaction, commit: true, participants: ['n2', 'n3'] }))
  expect(tag(run, 'n3')).toBeNull()
})
