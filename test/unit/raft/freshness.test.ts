import { beforeEach, describe, expect, it } from 'vitest'
import { age_us, newFreshness, noteCommit } from '../../../src-node/protocols/raft/freshness'
import type { RaftState } from '../../../src-node/protocols/raft/state'

describe('how current a follower knows its state machine to be', () => {
  let state: RaftState

  /** The leader says how far the log is committed; the follower has then applied as much. */
  function hear(at_us: number, commit: number, applied: number): void {
    state.now_us = at_us
    noteCommit(state, commit)
    state.commit = applied
    state.applied = applied
  }

  beforeEach(() => {
    state = { freshness: newFreshness(), commit: 0, applied: 0, now_us: 0 } as unknown as RaftState
  })

  it('is not known before it has heard of a leader', () => {
    expect(age_us(state, 1000)).toBeNull()
  })

  it('counts from the newest word of the leader of which it has applied all', () => {
    hear(1000, 5, 5)
    expect(age_us(state, 1200)).toBe(200)
    hear(2000, 9, 7)
    expect(age_us(state, 2100)).toBe(1100)
    state.applied = 9
    expect(age_us(state, 2100)).toBe(100)
  })

  it('is no younger for a late message that knows less than is known here', () => {
    hear(1000, 5, 5)
    hear(2000, 3, 5)
    expect(age_us(state, 2000)).toBe(1000)
  })
})
