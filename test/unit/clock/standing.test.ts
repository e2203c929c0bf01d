import { expect, test } from 'vitest'
import { clockStandings } from '../../../src-shared/clock/standing'
import { createClusterFold, foldCluster } from '../../../src-shared/folds/cluster'
import type { EventBody, LabEvent } from '../../../src-shared/events'
import { description } from '../../../src-shared/protocols/clock-sync/description'

test('clocks are off by what nodes sampled last', () => {
  const cluster = createClusterFold(description)
  const started = (node: string): EventBody => ({ kind: 'node-started', node, boot: 1, pid: null, generation: 0 })
  const events: EventBody[] = [
    started('a'),
    started('b'),
    { kind: 'node-clock', node: 'a', offset_us: 0, drift_ppm: 50 },
    { kind: 'sample', node: 'a', values: { clock_error_ms: 2, believed_error_ms: -1, clock_bound_ms: 3 } }
  ]
  events.forEach((body, i) => foldCluster(cluster, { t: i, ...body, seq: i } as LabEvent))
  expect(clockStandings(cluster)).toMatchObject([
    { node: 'a', error_ms: 2, drift_ppm: 50, believed: { error_ms: -1, bound_ms: 3 } },
    { node: 'b', error_ms: null, drift_ppm: 0, believed: null }
  ])
})
