/** Who accepts, and how many of them promise and accept, as the run was set up. */
import type { ClusterFold } from '../../folds/cluster'
import type { NodeId } from '../../ids'

interface QuorumSizes {
  /** Promises that a ballot needs. */
  readonly prepare: number
  /** Acceptors that choose a value. */
  readonly accept: number
}

/** Any quorum of promises must meet any of acceptors (Howard, Malkhi, Spiegelman 2016). 0: more than half. */
export function quorumSizes(
  acceptors: number,
  { prepare_quorum, accept_quorum }: { readonly prepare_quorum: number; readonly accept_quorum: number }
): QuorumSizes {
  const majority = Math.floor(acceptors / 2) + 1
  return { prepare: prepare_quorum || majority, accept: accept_quorum || majority }
}

const NOT_ACCEPTING: readonly string[] = ['proposer', 'learner']

/** A run, or what of it a fold is told. */
export interface WithCluster {
  readonly cluster: ClusterFold
}

export function acceptorsOf({ cluster }: WithCluster): NodeId[] {
  return [...cluster.nodes.values()].flatMap(({ id, role }) => (NOT_ACCEPTING.includes(role ?? '') ? [] : id))
}

export function quorumsOf(run: WithCluster): QuorumSizes {
  const { prepare_quorum = 0, accept_quorum = 0 } = run.cluster.parameters
  return quorumSizes(acceptorsOf(run).length, { prepare_quorum: Number(prepare_quorum), accept_quorum: Number(accept_quorum) })
}
