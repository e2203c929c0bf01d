import { durationText } from '../../charts/time-scale'
import type { RunFold } from '../../folds/run'
import { declareStory, situations, stories } from '../../panels/story'
import { counted } from '../../text/counted'

/** Newest samples of every node. */
function sampled({ cluster }: RunFold, name: string): number[] {
  return [...cluster.nodes.values()].map(({ values }) => values[name] ?? 0)
}

const hinted = situations([
  {
    name: 'hints',
    now(run) {
      const hints = sampled(run, 'hints').reduce((sum, count) => sum + count, 0)
      if (hints === 0) return null
      const away = [...run.cluster.nodes.values()].filter(({ process }) => process !== 'running')
      const missing = away.length === 1 ? `${away[0]!.id} misses writes` : 'Replicas miss writes'
      return `${missing}: ${counted(hints, 'hint')} kept by others ${hints === 1 ? 'waits' : 'wait'} to be handed over.`
    },
    over: (_, lasted_us) => `All hints are handed over, ${durationText(lasted_us / 1000)} after the first was kept.`
  }
])

const concurrent = situations([
  {
    name: 'siblings',
    now(run) {
      const keys = Math.max(0, ...sampled(run, 'siblings'))
      if (keys === 0) return null
      return `${counted(keys, 'key')} ${keys === 1 ? 'has' : 'have'} siblings: concurrent writes that nobody has merged yet.`
    },
    over: (_, lasted_us) => `No key has siblings any more, after ${durationText(lasted_us / 1000)}.`
  }
])

const separation = declareStory({ create: () => ({}), tell: () => [], divided: whoSucceeds })

export const story = stories(hinted, concurrent, separation)

function whoSucceeds({ cluster }: RunFold): string {
  const { read_quorum, write_quorum } = cluster.parameters
  return `a write needs ${counted(Number(write_quorum), 'replica')} that its coordinator reaches, a read ${read_quorum}`
}
