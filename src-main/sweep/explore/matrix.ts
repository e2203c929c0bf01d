/** The explorer's rows and columns, and the run that a cell stands for. */
import type { ExplorerColumn, ExplorerRow } from '../../../src-shared/exploration'
import { OPERATION_NAMES } from '../../../src-shared/operations'
import type { OperationName } from '../../../src-shared/operations'
import type { ConfigurationDescription, ProtocolDescription } from '../../../src-shared/description/protocol-description'
import { scenarioSchema } from '../../../src-shared/scenario/schema'
import type { Scenario } from '../../../src-shared/scenario/schema'
import { descriptions } from '../../../src-shared/protocols/registry'
import { FAULTS, NODES } from './faults'
import type { ExplorerFault } from './faults'

/** A cell before anything has run. */
export interface CellPlan {
  readonly row: ExplorerRow
  readonly column: ExplorerColumn
  readonly scenario: Scenario
}

export interface Matrix {
  readonly rows: readonly ExplorerRow[]
  readonly columns: readonly ExplorerColumn[]
  /** Row by row. */
  readonly cells: readonly CellPlan[]
}

export interface MatrixOptions {
  /** Names of protocols; default: all. */
  readonly protocols?: readonly string[]
  /** Ids of columns; default: all. */
  readonly columns?: readonly string[]
}

/** The configurations that protocols declare × the faults. */
export function matrixOf({ protocols: wanted, columns: chosen }: MatrixOptions = {}): Matrix {
  const faults = FAULTS.filter(({ id }) => chosen?.includes(id) ?? true)
  const described = descriptions.filter(({ name }) => wanted?.includes(name) ?? true)
  const lines = described.flatMap((description) =>
    (description.configurations ?? [{ title: 'as it comes' }]).map((configuration, i) => ({
      row: {
        id: `${description.name}-${i + 1}`,
        protocol: description.name,
        protocol_title: description.title,
        title: configuration.title,
        ...(configuration.explanation !== undefined && { explanation: configuration.explanation })
      },
      description,
      configuration
    }))
  )
  const columns = faults.map(({ id, title, explanation }) => ({ id, title, explanation }))
  return {
    rows: lines.map(({ row }) => row),
    columns,
    cells: lines.flatMap(({ row, description, configuration }) =>
      faults.map((fault, i) => ({ row, column: columns[i]!, scenario: scenarioOf(row, description, configuration, fault) }))
    )
  }
}

/** How often clients do what, as far as it is not done as often as any write. */
const WEIGHTS: Readonly<Partial<Record<OperationName, number>>> = { get: 5, append: 1, cas: 1, delete: 1 }
const WRITE_WEIGHT = 3
/** Operations that every protocol has. */
const OPERATIONS: readonly OperationName[] = ['get', 'put']

/** Few keys and eager clients, so that reads and writes meet. */
function scenarioOf(
  row: ExplorerRow,
  description: ProtocolDescription,
  { title, parameters = {}, read_policy, write_policy, switches = [], operations = OPERATIONS }: ConfigurationDescription,
  fault: ExplorerFault
): Scenario {
  return scenarioSchema.parse({
    name: `explore-${row.id}-${fault.id}`,
    title: `${title}: ${fault.title.toLowerCase()}`.slice(0, 80),
    summary: `${description.title}, ${title}. ${fault.explanation}`,
    engine: 'simulation',
    cluster: { protocol: description.name, nodes: [...NODES], parameters, switches: [...switches] },
    network: { default: { delay_ms: 15, jitter_ms: 5 }, clients: { delay_ms: 1 } },
    workload: {
      clients: 4,
      think_time: '20ms',
      mix: Object.fromEntries(
        OPERATION_NAMES.map((name) => [name, operations.includes(name) ? (WEIGHTS[name] ?? WRITE_WEIGHT) : 0])
      ),
      // Where several counters are read, sums do not tell who saw which increments.
      keys: { distribution: 'uniform', count: operations.includes('increment') ? 1 : 3 },
      value_bytes: 8,
      ...(read_policy && { read_policy }),
      ...(write_policy && { write_policy }),
      // A second try through another node would be another write where no session tells them apart.
      retry: { attempts: 1 },
      start: '500ms'
    },
    timeline: fault.timeline(description).map((entry) => ({ label: fault.title, ...entry })),
    duration: '4s',
    checks: []
  })
}
