/** Role and term of every replica over time. */
import type { LabEvent } from '../../events'
import type { NodeId } from '../../ids'
import { replicasOf } from '../../folds/cluster'
import type { ClusterFold } from '../../folds/cluster'
import { replicaKey } from '../../replica'
import type { Replica, ReplicaKey } from '../../replica'
import { declareFold } from '../../folds/declared'
import type { Table } from '../../folds/table'
import { toSeconds } from '../../folds/table'
import { Ring } from '../../folds/ring'
import { createFollowingFold, foldFollowing, followingOf, FOLLOWING_READS } from './following'
import type { FollowingFold } from './following'

/** From `t_us` on, until the next step. */
export interface RoleStep {
  readonly t_us: number
  /** Of its process. */
  readonly state: 'running' | 'down' | 'paused'
  readonly role: string | null
  readonly term: number
  readonly leader: NodeId | null
}

export interface RolesFold {
  readonly replicas: Map<ReplicaKey, Ring<RoleStep>>
  readonly following: FollowingFold
  terms_max: number
}

/** Steps kept per node; a candidate without hope makes four a second. */
const STEPS_MAX = 8192

export const rolesFold = declareFold<RolesFold>({
  create: () => ({ replicas: new Map(), following: createFollowingFold(), terms_max: 0 }),
  reads: [...FOLLOWING_READS, 'node-paused', 'node-resumed'],
  observe: foldRoles,
  tables: (fold) => [rolesTable(fold)]
})

function foldRoles(fold: RolesFold, event: LabEvent, cluster: ClusterFold): void {
  foldFollowing(fold.following, event, cluster)
  switch (event.kind) {
    case 'role':
      return addStep(fold, event, event.t, cluster)
    case 'node-exited':
    case 'node-paused':
    case 'node-resumed':
      for (const { node, group } of replicasOf(cluster)) if (node === event.node) addStep(fold, { node, group }, event.t, cluster)
      return
    default:
  }
}

function addStep(fold: RolesFold, { node, group }: Replica, t_us: number, cluster: ClusterFold): void {
  const hosting = cluster.nodes.get(node)
  if (hosting === undefined) return
  const key = replicaKey({ node, group })
  const role = (group === undefined ? hosting.role : hosting.groups.get(group)?.role) ?? null
  const { term, leader } = followingOf(fold.following, key)
  const state = hosting.process === 'down' || hosting.process === 'paused' ? hosting.process : 'running'
  // Who never had a role has none to lose.
  if (state === 'running' ? role === null : !fold.replicas.has(key)) return
  if (term > fold.terms_max) fold.terms_max = term
  let steps = fold.replicas.get(key)
  if (steps === undefined) fold.replicas.set(key, (steps = new Ring(STEPS_MAX)))
  const last = steps.at(-1)
  if (last && last.state === state && last.role === role && last.term === term && last.leader === leader) return
  steps.insert({ t_us, state, role, term, leader }, (other) => other.t_us > t_us)
}

function rolesTable({ replicas }: RolesFold): Table {
  return {
    name: 'roles',
    title: 'Role and term of each node, from the given time on',
    columns: ['t_s', 'node', 'state', 'role', 'term', 'leader'],
    *rows() {
      for (const [node, steps] of replicas) {
        for (const { t_us, state, role, term, leader } of steps) {
          yield [toSeconds(t_us), node, state, role, term, leader]
        }
      }
    }
  }
}
