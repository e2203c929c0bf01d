/** What was done to the cluster, and what broke. */
import { isWithin, metricsPerSpan } from './metric'

export const faultMetrics = metricsPerSpan({
  descriptions: [
    { name: 'faults', title: 'Faults begun', unit: '' },
    { name: 'nodes.crashed', title: 'Processes killed', unit: '' },
    { name: 'nodes.failed', title: 'Processes that ended by themselves', unit: '' },
    { name: 'violations', title: 'Broken invariants', unit: '' },
    { name: 'violations.first_ms', title: 'First broken invariant, since the run began', unit: 'ms' },
    { name: 'writes.lost', title: 'Acknowledged writes lost, although no promise was broken', unit: '' }
  ],
  reads: ['fault-started', 'node-exited', 'violation', 'writes-lost'],
  create: () => ({
    first_us: null as number | null,
    counts: { faults: 0, 'nodes.crashed': 0, 'nodes.failed': 0, violations: 0, 'writes.lost': 0 }
  }),
  fold(state, event, span) {
    if (!isWithin(event.t, span)) return
    const { counts } = state
    if (event.kind === 'fault-started') counts.faults += 1
    else if (event.kind === 'node-exited' && event.reason !== 'stopped') counts[`nodes.${event.reason}`] += 1
    else if (event.kind === 'violation') {
      counts.violations += 1
      state.first_us ??= event.t
    } else if (event.kind === 'writes-lost') counts['writes.lost'] += event.operations.length
  },
  figures: ({ first_us, counts }) => (first_us === null ? counts : { ...counts, 'violations.first_ms': first_us / 1000 })
})
