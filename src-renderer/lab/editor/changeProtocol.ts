import type { ProtocolDescription } from '../../../src-shared/description/protocol-description'
import type { OperationName } from '../../../src-shared/operations'
import { withValue } from '../../../src-shared/scenario/edit-text'

type Fields = Readonly<Record<string, unknown>>

/**
 * The text with another protocol, without parameters, deliberate bugs, policies and operations that this one lacks. `content`: the text as
 * plain data.
 */
export function withProtocol(text: string, content: Fields, protocol: ProtocolDescription): string {
  const { parameters, switches, policies, operations } = protocol
  const cluster = fieldsOf(content.cluster)
  const workload = fieldsOf(content.workload)
  const names = (declared: readonly { readonly name: string }[]) => declared.map(({ name }) => name)
  const strange = (written: unknown, known: readonly string[]) =>
    Object.keys(fieldsOf(written)).filter((name) => !known.includes(name))
  const without: (string | number)[][] = [
    ...strange(cluster.parameters, Object.keys(parameters)).map((name) => ['cluster', 'parameters', name]),
    ...(['read_policy', 'write_policy'] as const)
      .filter(
        (field) =>
          field in workload && !names(policies[field === 'read_policy' ? 'reads' : 'writes']).includes(workload[field] as string)
      )
      .map((field) => ['workload', field])
  ]
  const bugs = Array.isArray(cluster.switches)
    ? (cluster.switches as string[]).filter((bug) => names(switches).includes(bug))
    : []
  const chosen = withValue(text, ['cluster', 'protocol'], protocol.name)
  const kept = 'switches' in cluster ? withValue(chosen, ['cluster', 'switches'], bugs.length > 0 ? bugs : undefined) : chosen
  const fitting = without.reduce((before, path) => withValue(before, path, undefined), kept)
  const mix = mixOf(workload.mix, operations)
  return JSON.stringify(mix) === JSON.stringify(workload.mix) ? fitting : withValue(fitting, ['workload', 'mix'], mix)
}

/** What is left of a mix with these operations alone; undefined: nothing need be written. */
function mixOf(written: unknown, operations: readonly OperationName[]): Fields | undefined {
  const left = Object.fromEntries(Object.entries(fieldsOf(written)).filter(([name]) => operations.some((one) => one === name)))
  return Object.values(left).some((weight) => weight !== 0) ? left : undefined
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {}
}
