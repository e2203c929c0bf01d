import { expect, it } from 'vitest'
import { isFoundBy, titleOf } from '../../../src-renderer/lab/recordings/recordingSearch'

const recording = { name: 'Split brain', notes: 'See term 4.', title: 'Five-node Raft', scenario: 'raft-split-3-2' }

it.each([
  ['', true],
  ['  ', true],
  ['SPLIT', true],
  ['raft term', true],
  ['3-2 brain', true],
  ['raft paxos', false]
])('a recording is searched by name, notes and scenario, word by word: %j', (text, found) => {
  expect(isFoundBy(recording, text)).toBe(found)
})

it('a recording without a name is called as its scenario', () => {
  expect([titleOf(recording), titleOf({ ...recording, name: '' })]).toEqual(['Split brain', 'Five-node Raft'])
})
