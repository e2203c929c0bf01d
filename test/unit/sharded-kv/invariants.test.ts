import { describe, expect, it } from 'vitest'
import { EpochsGrow } from '../../../src-node/protocols/sharded-kv/invariants/epochs-grow'
import { KeptUntilAcknowledged } from '../../../src-node/protocols/sharded-kv/invariants/kept-until-acknowledged'
import { OneOwner } from '../../../src-node/protocols/sharded-kv/invariants/one-owner'
import { ShardReleased, ShardServing } from '../../../src-shared/protocols/sharded-kv/facts'
import type { LiveInvariant } from '../../../src-node/protocols/contract'
import { MovesBuilder } from './move-events'

/** What the invariant finds in those of the events that it reads. */
function foundBy(invariant: LiveInvariant, events: MovesBuilder): string[] {
  return events.events().flatMap((event) => {
    if (invariant.reads?.includes(event.kind === 'fact' ? event.fact : event.kind) === false) return []
    const found = invariant.observe(event)
    return found === null ? [] : [found.text]
  })
}

/** n2 serves shard 3 by move 1, planned from n1, and time goes on. */
function served(): MovesBuilder {
  const serving = ShardServing.of('n2', { shard: 3, epoch: 1, from: 0, to: 10, keys: 20, digest: 7 })
  return new MovesBuilder().join().plan(1100, 1, 3).at(1500, serving).exit(5000, 'n9')
}

describe('one owner at a time', () => {
  const text = 'n2 serves shard 3, which its owner has not released to move 1'

  it('is broken where the owner before does not release a shard in time', () => {
    expect(foundBy(new OneOwner(), served())).toEqual([text])
    const released = ShardReleased.of('n1', { shard: 3, epoch: 1, from: 0, to: 10, keys: 20, digest: 7 })
    expect(foundBy(new OneOwner(), served().at(1600, released))).toEqual([])
  })

  it.each(['exit', 'pause'] as const)('cannot be told by what an owner does not say that is gone or stopped (%s)', (happens) => {
    expect(foundBy(new OneOwner(), served()[happens](1600, 'n1'))).toEqual([])
    expect(foundBy(new OneOwner(), served()[happens](1400, 'n1'))).toEqual([])
  })

  it('is broken whoever else goes down', () => {
    expect(foundBy(new OneOwner(), served().exit(1600, 'n2'))).toEqual([text])
  })

  it('cannot be told while nobody knows whose the shard was and somebody went down', () => {
    const serving = ShardServing.of('n2', { shard: 3, epoch: 5, from: 0, to: 10, keys: 20, digest: 7 })
    const unplanned = () => new MovesBuilder().at(1500, serving).at(5000, serving)
    expect(foundBy(new OneOwner(), unplanned())).toHaveLength(1)
    expect(foundBy(new OneOwner(), unplanned().exit(1600, 'n3'))).toEqual([])
  })
})

describe('nothing is deleted before it is acknowledged', () => {
  const deleted = () => new MovesBuilder().join().plan(1100, 1, 3).step(1500, 1, 3, 'cleaned-up').exit(5000, 'n9')
  const text = 'n1 deletes shard 3, which nobody serves by move 1'

  it('is broken where the new owner does not say in time that it serves the shard', () => {
    expect(foundBy(new KeptUntilAcknowledged(), deleted())).toEqual([text])
    expect(foundBy(new KeptUntilAcknowledged(), deleted().exit(1600, 'n1'))).toEqual([text])
    expect(foundBy(new KeptUntilAcknowledged(), deleted().exit(1600, 'n2'))).toEqual([])
  })
})

describe('epochs', () => {
  const owners = ['n1', 'n1', 'n1', 'n1']

  it('go back where a node publishes an older map than it had before', () => {
    expect(foundBy(new EpochsGrow(), new MovesBuilder().map(900, 7, owners).map(1000, 6, owners))).toEqual([
      'n1 publishes map 6 after map 7'
    ])
  })

  it('do not where a leader that was paused tells late what came before another’s map', () => {
    expect(
      foundBy(new EpochsGrow(), new MovesBuilder().map(900, 7, owners, ['n1'], undefined, 'n2').map(1000, 6, owners))
    ).toEqual([])
  })
})
