import { describe, expect, it } from 'vitest'
import { withoutNodes } from '../../../src-main/sweep/shrink/without-nodes'
import { scenarioOf } from './support'

const FIVE = scenarioOf(`
duration: 9s
cluster: { nodes: 5, node_parameters: { n5: { heartbeat_ms: 10 } } }
timeline:
  - { at: 1s, action: { do: crash, node: n5 } }
  - { at: 1s, action: { do: crash, node: leader } }
  - { at: 1s, action: { do: crash-all } }
  - { at: 1s, action: { do: link, from: n5, to: '*', change: { mode: cut } } }
  - { at: 1s, action: { do: command, node: leader, command: transfer-leadership, arguments: { to: n4 } } }
  - { at: 1s, action: { do: partition, partition: { shape: groups, groups: [[n1, n5], [n4], [n2, n3]] } } }
  - { at: 1s, action: { do: partition, partition: { shape: halves, group: [n4, n5] } } }
  - { at: 1s, action: { do: partition, partition: { shape: bridge, node: n4 } } }`)

describe('a scenario without some of its nodes', () => {
  it('does nothing to those that are gone, and the rest as before', () => {
    const { timeline, cluster } = withoutNodes(FIVE, ['n4', 'n5'])
    expect(cluster).toMatchObject({ nodes: 3, node_parameters: {} })
    expect(timeline.map(({ action }) => action)).toMatchObject([
      { do: 'crash', node: 'leader' },
      { do: 'crash-all' },
      { do: 'partition', partition: { groups: [['n1'], ['n2', 'n3']] } }
    ])
  })

  it('names the nodes that stay unless they are the first ones', () => {
    expect(withoutNodes(FIVE, ['n2']).cluster.nodes).toEqual(['n1', 'n3', 'n4', 'n5'])
  })
})
