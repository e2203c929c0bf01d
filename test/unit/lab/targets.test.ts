import { beforeEach, describe, expect, it } from 'vitest'
import { NoSuchTargetError, currentLeader, resolveAction } from '../../../src-main/lab/faults/targets'
import type { EventBody, LabEvent } from '../../../src-shared/events'
import { faultActionSchema } from '../../../src-shared/faults/actions'
import type { FaultActionInput } from '../../../src-shared/faults/actions'
import { createClusterFold, foldCluster } from '../../../src-shared/folds/cluster'
import type { ClusterFold } from '../../../src-shared/folds/cluster'
import { createFollowingFold, foldFollowing } from '../../../src-shared/protocols/leadership/following'
import type { FollowingFold } from '../../../src-shared/protocols/leadership/following'
import { runStarted } from '../support/run-started'
import { raft } from '../../../src-shared/protocols/raft'

let cluster: ClusterFold
let following: FollowingFold
function see(body: EventBody): void {
  const event = { t: 0, seq: 1, ...body } as LabEvent
  foldCluster(cluster, event)
  foldFollowing(following, event, cluster)
}
const resolve = (action: FaultActionInput, random = 0) =>
  resolveAction(faultActionSchema.parse(action), { cluster, following }, () => random)

beforeEach(() => {
  cluster = createClusterFold(raft.description)
  following = createFollowingFold()
  see(runStarted(['A', 'B', 'C']))
  for (const node of ['A', 'B', 'C']) see({ kind: 'node-ready', node, boot: 1, recovered_records: 0, truncated_bytes: 0 })
  see({ kind: 'role', node: 'A', role: 'leader', term: 1, leader: 'A' })
})

describe('words that stand for a node', () => {
  it('leader is the running leader of the highest term: a deposed one that does not know it yet does not count', () => {
    see({ kind: 'role', node: 'B', role: 'leader', term: 2, leader: 'B' })
    expect(currentLeader({ cluster, following })?.id).toBe('B')
    expect(resolve({ do: 'crash', node: 'leader' })).toMatchObject({ node: 'B' })
  })

  it('follower is the first that is up and does not lead', () => {
    see({ kind: 'node-exited', node: 'B', boot: 1, reason: 'crashed', code: null, signal: 'SIGKILL', output: [] })
    expect(resolve({ do: 'pause', node: 'follower' })).toMatchObject({ node: 'C' })
  })

  it('any is a choice among those up', () => {
    expect(resolve({ do: 'crash', node: 'any' }, 0.99)).toMatchObject({ node: 'C' })
  })

  it('are resolved inside partitions and commands too', () => {
    expect(resolve({ do: 'partition', partition: { shape: 'groups', groups: [['leader', 'c1'], ['follower']] } })).toMatchObject({
      partition: { groups: [['A', 'c1'], ['B']] }
    })
    expect(
      resolve({ do: 'command', node: 'leader', command: 'transfer-leadership', arguments: { to: 'follower' } })
    ).toMatchObject({ node: 'A', arguments: { to: 'B' } })
  })

  it('are refused while nobody answers to them', () => {
    see({ kind: 'node-paused', node: 'A' })
    expect(() => resolve({ do: 'crash', node: 'leader' })).toThrow(NoSuchTargetError)
    expect(() => resolve({ do: 'crash', node: 'D' })).toThrow('there is no node or client named D')
  })
})

it('a node that is called like a word wins over the word', () => {
  see({ kind: 'node-ready', node: 'leader', boot: 1, recovered_records: 0, truncated_bytes: 0 })
  expect(resolve({ do: 'crash', node: 'leader' })).toMatchObject({ node: 'leader' })
})
