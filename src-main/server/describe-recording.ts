/** What ran, as far as a recording still tells: from its first event, its scenario, its result. */
import { formatScenarioError } from '../../src-shared/scenario/parse'
import { clientNames, nodeNames, scenarioSchema } from '../../src-shared/scenario/schema'
import type { Scenario } from '../../src-shared/scenario/schema'
import type { Engine } from '../../src-shared/engine'
import type { OpenedRecording } from '../../src-shared/lab-api'
import type { ClientId, NodeId } from '../../src-shared/ids'
import { noRecording } from '../lab/recording/read-recording'
import type { EventReader, RecordingFacts } from '../lab/recording/read-recording'
import { RECORDING_FILES } from '../lab/recording/recording-files'
import { parseText } from '../lab/scenario-files/listing'

export interface RecordingDescription {
  /** null: nothing is left that would say what ran. */
  readonly scenario: Scenario | null
  readonly version: string
  readonly engine: Engine
  readonly seed: number
  readonly nodes: readonly NodeId[]
  readonly clients: readonly ClientId[]
  /** What is wrong with the scenario. */
  readonly notices: readonly string[]
}

/** As it is opened, wherever it is kept. `name`: where that is; `reader`: has read the beginning at least. Throws `RecordingError`. */
export function openedRecording(
  name: string,
  facts: RecordingFacts,
  reader: EventReader
): Omit<OpenedRecording, 'id' | 'events_path' | 'outline_path'> {
  const { scenario, notices, ...run } = describeRecording(facts, reader)
  if (scenario === null) throw noRecording(name)
  return {
    ...run,
    scenario,
    scenario_text: facts.scenario ?? '',
    result: facts.result,
    notices: [...facts.notices, ...notices, ...(facts.result?.notices ?? [])]
  }
}

/** `reader`: has read the beginning at least. */
export function describeRecording(facts: RecordingFacts, { started }: EventReader): RecordingDescription {
  const { result, about } = facts
  const notices: string[] = []
  const scenario = writtenScenario(facts, notices) ?? bareScenario(facts, started)
  return {
    scenario,
    version: started?.version ?? result?.version ?? about?.version ?? 'unknown',
    engine: started?.engine ?? result?.engine ?? scenario?.engine ?? 'processes',
    seed: started?.seed ?? result?.seed ?? scenario?.seed ?? 0,
    nodes: started?.nodes ?? (scenario ? nodeNames(scenario) : []),
    clients: started?.clients ?? (scenario ? clientNames(scenario) : []),
    notices
  }
}

function writtenScenario({ scenario: text }: RecordingFacts, notices: string[]): Scenario | null {
  if (text === null) return null
  const parse = parseText(text, RECORDING_FILES.scenario)
  if (parse.ok) return parse.scenario
  const mistake = formatScenarioError(parse.errors[0]!)
  notices.push(`This version does not understand the scenario (${mistake}): the run can be looked at, but not repeated.`)
  return null
}

/** Enough of a scenario to show a run that has lost its own. */
function bareScenario({ result }: RecordingFacts, started: EventReader['started']): Scenario | null {
  if (!started) return null
  const { scenario: name, protocol, engine, seed, switches } = started
  const cluster = { protocol, nodes: [...started.nodes], switches: [...switches] }
  const workload = { clients: [...started.clients] }
  const bare = { name, title: result?.title ?? name, engine, seed, cluster, workload }
  return scenarioSchema.safeParse(bare).data ?? null
}
