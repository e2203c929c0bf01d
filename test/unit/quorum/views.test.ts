import { describe, expect, it } from 'vitest'
import { quorum } from '../../../src-node/protocols/quorum'
import { step } from '../../../src-node/protocols/quorum/step'
import type { QuorumMessage } from '../../../src-node/protocols/quorum/messages'
import type { QuorumState } from '../../../src-node/protocols/quorum/state'
import { rangeOf } from '../../../src-shared/protocols/quorum/placement'
import { enterEpoch, isSettled, newestSet, refreshSets, setsToFetch } from '../../../src-node/protocols/quorum/views'
import { TestCluster } from './cluster'

const FOUNDERS = ['A', 'B', 'C']
const parameters = { placement: 'ring', ranges: 64, anti_entropy_ms: 0 }

/** A node that knows these lists of members, and of no range that it is complete since. */
function stateAfter(id: string, ...later: string[][]): QuorumState {
  const state = new TestCluster({ nodes: FOUNDERS, parameters }).state(id)
  enterEpoch(state, [FOUNDERS, ...later])
  return state
}

const moving = (state: QuorumState) => state.sets.flatMap((_, range) => (isSettled(state, range) ? [] : [range]))

describe('while a range moves', () => {
  it('the old and the new set of replicas count, until the new one is complete', () => {
    const state = stateAfter('A', ['A', 'B', 'C', 'D'])
    const [range] = moving(state) as [number]
    expect(state.sets[range]).toHaveLength(2)
    expect(newestSet(state, range)).toContain('D')
    state.complete[range] = 1
    refreshSets(state, range)
    expect(state.sets[range]).toEqual([newestSet(state, range)])
  })

  it('a node that leaves may stop once the others keep all ranges', () => {
    const state = stateAfter('A', ['B', 'C', 'D'])
    expect(quorum.mayStop!(state)).toBe(false)
    for (let range = 0; range < state.settings.ranges; range++) {
      state.complete[range] = 1
      refreshSets(state, range)
    }
    expect(quorum.mayStop!(state)).toBe(true)
  })

  it('a replica fetches from sets that it was not in, however briefly it was away', () => {
    const state = stateAfter('A', ['B', 'C', 'D'], ['A', 'B', 'C', 'D'])
    const own = moving(state).filter((range) => newestSet(state, range).includes('A'))
    expect(own.length).toBeGreaterThan(0)
    for (const range of own) expect(setsToFetch(state, range).map((set) => [...set].sort())).toEqual([['B', 'C', 'D']])
  })

  it('a replica fetches even from sets that it was in, where fewer replicas are left', () => {
    const state = stateAfter('A', ['A', 'B'])
    for (const range of moving(state)) expect(setsToFetch(state, range).map((set) => set.length)).toEqual([3])
  })

  it('a replica takes part in nothing that a coordinator asks without knowing the members', () => {
    const state = stateAfter('A', ['A', 'B', 'C', 'D'])
    const asked = (message: QuorumMessage) =>
      step(state, [{ kind: 'message', from: 'B', message }], { now_us: 0, random: () => 0 }).filter(({ kind }) => kind === 'send')
    expect(asked({ type: 'read', id: 1, key: 'x' })).toEqual([])
    expect(asked({ type: 'read', id: 1, key: 'x', epoch: 1 })).toHaveLength(1)
  })

  it('a replica that was away takes part in nothing before it has been told so, and learns from coordinators what is complete', () => {
    const state = stateAfter('A', ['A', 'B', 'C', 'D'])
    const asked = (message: QuorumMessage) =>
      step(state, [{ kind: 'message', from: 'B', message }], { now_us: 0, random: () => 0 }).flatMap((effect) =>
        effect.kind === 'send' && effect.to === 'B' ? [effect.message.type] : []
      )
    const range = rangeOf('x', state.settings)
    expect(asked({ type: 'read', id: 1, key: 'x', epoch: 3, since: 3 })).toEqual([])
    expect(asked({ type: 'read', id: 1, key: 'x', epoch: 3, complete: 2, since: 1 })).toEqual([])
    expect(asked({ type: 'read', id: 1, key: 'x', epoch: 3, complete: 1, since: 1 })).toContain('found')
    expect(state.complete[range]).toBe(1)
    expect(asked({ type: 'read', id: 1, key: 'x', epoch: 3, since: 1 })).toEqual(['moves'])
  })
})
