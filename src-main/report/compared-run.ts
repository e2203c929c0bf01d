import type { ComparedRun } from '../../src-shared/folds/comparison'
import { createComparisonFold, foldComparison, metricsClaimed } from '../../src-shared/folds/comparison'
import { createRunFold, foldEvent } from '../../src-shared/folds/run'
import { RunMetrics } from '../../src-shared/metrics/run-metrics'
import { findDefinition } from '../../src-shared/protocols/registry'
import { regionsOf } from '../../src-shared/scenario/members'
import { noRecording } from '../lab/recording/read-recording'
import type { RecordingContent } from '../lab/recording/read-recording'
import { parseText } from '../lab/scenario-files/listing'

/** A recording as comparisons need it. `name`: where it is. Throws `RecordingError`. */
export function comparedRun({ scenario, events, result }: RecordingContent, name: string): ComparedRun {
  const started = events.find((event) => event.kind === 'run-started')
  if (started === undefined) throw noRecording(name)
  const definition = findDefinition(started.protocol)
  const parse = scenario === null ? null : parseText(scenario, name)
  const fold = createRunFold(definition ?? undefined)
  const comparison = createComparisonFold()
  for (const event of events) {
    foldEvent(fold, event)
    foldComparison(comparison, event, fold)
  }
  return {
    title: result?.title ?? started.scenario,
    protocol: started.protocol,
    engine: started.engine,
    seed: started.seed,
    ...(parse?.ok && { regions: regionsOf(parse.scenario.cluster, parse.scenario.network) }),
    watched: definition?.description.invariants.map(({ name }) => name) ?? [],
    fold,
    comparison,
    metrics: result?.metrics ?? new RunMetrics(events, definition?.description).whole,
    claimed: parse?.ok ? metricsClaimed(parse.scenario) : [],
    judgements: []
  }
}
