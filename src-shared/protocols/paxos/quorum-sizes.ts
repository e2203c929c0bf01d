/** Who accepts, and how many of them promise and accept, as the run was set up. */
import type { RunFold } from '../../folds/run'
import type { NodeId } from '../../ids'

const NOT_ACCEPTING: readonly string[] = ['proposer', 'learner']

export function acceptorsOf({ cluster }: RunFold): NodeId[] {
  return [...cluster.nodes.values()].flatMap(({ id, role }) => (NOT_ACCEPTING.includes(role ?? '') ? [] : id))
}

export function quorumsOf(run: RunFold): { readonly prepare: number; readonly accept: number } {
  const { parameters } = run.cluster
  const majority = Math.floor(acceptorsOf(run).length / 2) + 1
  return {
    prepare: Number(parameters.prepare_quorum ?? 0) || majority,
    accept: Number(parameters.accept_quorum ?? 0) || majority
  }
}
