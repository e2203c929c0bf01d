import { durationText } from '../../charts/time-scale'
import { clauseOf, newestFault } from '../../folds/causes'
import { situations } from '../../panels/story'
import { placementLeader } from './headline'
import { mapsFold } from './maps'
import { movesFold } from './moves'

export const story = situations([
  {
    name: 'placement',
    now(run) {
      if (placementLeader(run) !== null || (mapsFold.of(run)?.current ?? null) === null) return null
      const fault = newestFault(run, () => true)
      return `Nobody places shards${fault === null ? '' : ` since ${clauseOf(fault)}`}: none can begin to move.`
    },
    over: (run, lasted_us) => `${placementLeader(run)} places shards, after ${durationText(lasted_us / 1000)} without a leader.`
  },
  {
    name: 'moves',
    now(run) {
      const open = [...(movesFold.of(run)?.open.values() ?? [])]
      const [first] = open
      if (first === undefined) return null
      const way = `${first.from ?? '?'} to ${first.to ?? '?'}`
      return open.length === 1
        ? `Shard ${first.shard} moves from ${way}.`
        : `${open.length.toLocaleString('en')} shards move, the first from ${way}.`
    },
    over: (_, lasted_us) => `All shards are where they belong, ${durationText(lasted_us / 1000)} after the first began to move.`
  }
])
