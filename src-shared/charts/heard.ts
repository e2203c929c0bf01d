/** What one node hears of the others. */
import { NODES_MAX } from '../engine'
import type { NodeId } from '../ids'
import type { RunFold } from '../folds/run'
import { durationText } from './time-scale'
import type { ChartDefinition } from './definition'
import { momentsChart } from './kinds/moments'
import type { LaneMoment } from './kinds/moments'
import { nodeColour } from './palette'

/** The messages that the node read, a tick for each, by sender. */
export function heardChart(node: NodeId): ChartDefinition {
  return momentsChart({
    id: 'heard',
    title: `What ${node} hears`,
    subtitle: 'messages that it read, by sender',
    height_px: 130,
    least_px: 52,
    applies: ({ cluster: { nodes } }) => nodes.has(node) && nodes.size > 1 && nodes.size <= NODES_MAX.processes,
    lanes: (run) => sendersTo(run, node),
    moments: (run) => heardBy(run, node),
    empty: 'nothing is heard in this time'
  })
}

function sendersTo({ cluster }: RunFold, node: NodeId): NodeId[] {
  return [...cluster.nodes.keys()].filter((id) => id !== node)
}

function heardBy(run: RunFold, node: NodeId): LaneMoment[] {
  const lanes = new Map(sendersTo(run, node).map((id, lane) => [id, lane]))
  const places = [...run.cluster.nodes.keys()]
  const { recent } = run.messages
  const heard: LaneMoment[] = []
  for (let i = 0; i < recent.length; i++) {
    const { from, to, received_us, sent_us, type } = recent.at(i)!
    const lane = lanes.get(from)
    if (to !== node || received_us === null || lane === undefined) continue
    const late = sent_us === null ? '' : `, ${durationText((received_us - sent_us) / 1000)} after it was sent`
    const colour: LaneMoment['colour'] = (theme) => nodeColour(theme, places.indexOf(from))
    heard.push({ lane, t_us: received_us, colour, told: `${from}: ${type ?? 'a message'}${late}` })
  }
  return heard
}
