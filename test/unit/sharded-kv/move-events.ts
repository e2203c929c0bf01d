import type { EventBody } from '../../../src-shared/events'
import { foldRun } from '../../../src-shared/folds/run'
import type { RunFold } from '../../../src-shared/folds/run'
import { shardedKv } from '../../../src-shared/protocols/sharded-kv'
import { MapPublished, MovePlanned, MoveProgress, MoveStep, ShardServing } from '../../../src-shared/protocols/sharded-kv/facts'
import type { MoveStepName, Theory } from '../../../src-shared/protocols/sharded-kv/facts'
import { StreamBuilder } from '../support/stream'

const NODES = ['n1', 'n2']
const THEORY: Theory = { cause: 'n2 joined', expected_share: 0.5, misplaced: [2, 3], keys: [30, 30, 22, 18] }

/** A run in which n2 joins n1 at 1 s, and shards move to it. */
export class MovesBuilder extends StreamBuilder {
  constructor() {
    super(NODES)
    this.start().bootAll()
    this.map(500, 1, ['n1', 'n1', 'n1', 'n1'], ['n1']).at(510, leads('n1'))
  }

  map(
    t_ms: number,
    epoch: number,
    owners: readonly string[],
    groups: readonly string[] = NODES,
    theory?: Theory,
    node = 'n1'
  ): this {
    const shards = owners.map((group, id) => ({ id, from: id * 2 ** 30, to: (id + 1) * 2 ** 30, group }))
    const given = {
      epoch,
      strategy: 'ring' as const,
      virtual_nodes: 100,
      shards,
      groups: groups.map((name) => ({ name, nodes: [name], leaving: false }))
    }
    return this.at(t_ms, MapPublished.of(node, { ...given, ...(theory && { theory }) }))
  }

  join(t_ms = 1000, epoch = 2): this {
    return this.map(t_ms, epoch, ['n1', 'n1', 'n1', 'n1'], NODES, THEORY)
  }

  plan(t_ms: number, move: number, shard: number, reason = 'n2 joined'): this {
    return this.at(t_ms, MovePlanned.of('n1', { move, shard, from: 'n1', to: 'n2', reason, keys: 20, bytes: 200 }))
  }

  step(t_ms: number, move: number, shard: number, step: MoveStepName, node = 'n1'): this {
    return this.at(t_ms, MoveStep.of(node, { move, shard, step }))
  }

  progress(t_ms: number, move: number, shard: number, keys: number): this {
    const amounts = { keys, bytes: keys * 10, of_keys: 20, of_bytes: 200, part_bytes: 50, rate_bytes_s: 100, limit_bytes_s: 0 }
    return this.at(t_ms, MoveProgress.of('n1', { move, shard, ...amounts }))
  }

  /** A whole move: read-only from 300 ms after its begin, handed over at 340 ms, served at 350 ms. */
  move(t_ms: number, move: number, shard: number, keys = 20): this {
    this.plan(t_ms, move, shard)
      .step(t_ms + 10, move, shard, 'copying')
      .progress(t_ms + 200, move, shard, keys)
    this.step(t_ms + 250, move, shard, 'catching-up', 'n2').step(t_ms + 300, move, shard, 'read-only')
    this.step(t_ms + 340, move, shard, 'handed-over').step(t_ms + 350, move, shard, 'active', 'n2')
    this.at(t_ms + 351, ShardServing.of('n2', { shard, epoch: move, from: 0, to: 2 ** 30, keys: keys + 1, digest: 7 }))
    return this.step(t_ms + 400, move, shard, 'cleaned-up')
  }

  pause(t_ms: number, node: string): this {
    return this.at(t_ms, { kind: 'node-paused', node })
  }

  fold(): RunFold {
    return foldRun(this.events(), shardedKv)
  }
}

function leads(node: string): EventBody {
  return { kind: 'role', node, group: 'placement', role: 'leader', term: 1, leader: node }
}
