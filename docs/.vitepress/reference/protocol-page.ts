/** The reference of one protocol: all that it says of itself. */
import { z } from 'zod'
import { chartsFor } from '../../../src-shared/charts'
import type { ParameterDescription, ProtocolDescription } from '../../../src-shared/description/protocol-description'
import type { QuorumDescription } from '../../../src-shared/description/quorum'
import type { ProtocolDefinition } from '../../../src-shared/protocols/definition'
import { code, codes, joined, plain, section, table } from './markdown'
import { metricTable } from './metric-page'

export function protocolPage(definition: ProtocolDefinition): string {
  const { description } = definition
  return joined(
    `# ${plain(description.title)}`,
    plain(description.summary),
    `In a scenario: ${code(`cluster: { protocol: ${description.name} }`)}.`,
    section('What it serves', served(description)),
    section('Parameters', parameterTable(description)),
    section('Roles', roleTable(description)),
    section('Policies', policyTable(description)),
    section('Invariants', namedTable('Invariant', description.invariants)),
    section('Deliberate bugs', switchTable(description)),
    section('Operator commands', commandTable(description)),
    section('Messages', messageTable(description)),
    section('Facts', factTable(definition)),
    section('Charts', chartTable(definition)),
    section('Gauges', seriesTable(description)),
    section(
      'Metrics',
      'Besides those of [every run](metrics.md).',
      metricTable(definition.metrics.flatMap(({ descriptions }) => descriptions))
    )
  )
}

function served({ data_types, operations, quorum, members_change }: ProtocolDescription): string {
  return [
    `- Data types: ${codes(data_types) || 'none'}`,
    `- Operations: ${codes(operations) || 'none'}`,
    `- Quorum: ${quorumText(quorum)}`,
    `- Members: ${members_change ? 'may join and leave while it runs' : 'are fixed'}`
  ].join('\n')
}

function quorumText(quorum: QuorumDescription): string {
  if (typeof quorum === 'object') return `as many nodes as ${code(quorum.parameter)} says`
  const texts = {
    majority: 'more than half of the nodes',
    byzantine: 'enough nodes that two quorums share an honest one',
    all: 'all nodes',
    none: 'none: no number of nodes decides'
  }
  return texts[quorum]
}

function parameterTable({ parameters }: ProtocolDescription): string {
  return table(
    ['Parameter', 'Meaning', 'Default', 'What may stand there'],
    Object.entries(parameters).map(([name, parameter]) => [
      code(name),
      plain(parameter.title),
      code(Array.isArray(parameter.default) ? JSON.stringify(parameter.default) : String(parameter.default)),
      valuesText(parameter)
    ])
  )
}

function valuesText(parameter: ParameterDescription): string {
  if (parameter.type === 'boolean') return '`true` or `false`'
  if (parameter.type === 'choice') return codes(parameter.choices)
  const bounds = `from ${parameter.min} to ${parameter.max} ${parameter.unit}`.trim()
  if (parameter.type === 'range') return `a number or \`[lowest, highest]\` ${bounds}`
  return `${parameter.integer ? 'a whole number' : 'a number'} ${bounds}`
}

function roleTable({ roles }: ProtocolDescription): string {
  return table(
    ['Role', 'Title', 'How a node comes by it', 'What it does'],
    roles.map(({ name, title, assignable, single, duty, votes }) => [
      code(name),
      plain(title),
      assignable ? `given by the scenario${single ? ', to one member' : ''}` : 'taken on while it runs',
      [duty, votes === false ? 'counts towards no quorum' : null].filter((text) => text !== null && text !== undefined).join(', ')
    ])
  )
}

function policyTable({ policies, operations }: ProtocolDescription): string {
  if (operations.length === 0) return ''
  return table(
    ['For', 'Policy', 'Title', 'What a client may rely on'],
    (['reads', 'writes'] as const).flatMap((kind) =>
      policies[kind].map(({ name, title, explanation }) => [kind, code(name), plain(title), plain(explanation)])
    )
  )
}

interface Named {
  readonly name: string
  readonly title: string
  readonly explanation: string
}

export function namedTable(what: string, named: readonly Named[]): string {
  return table(
    [what, 'Title', 'What it says'],
    named.map(({ name, title, explanation }) => [code(name), plain(title), plain(explanation)])
  )
}

function switchTable({ switches }: ProtocolDescription): string {
  return table(
    ['Switch', 'What goes wrong', 'Breaks', 'Exposed by'],
    switches.map(({ name, explanation, breaks, exposed_by }) => [code(name), plain(explanation), breaks, code(exposed_by)])
  )
}

function commandTable({ commands }: ProtocolDescription): string {
  return table(
    ['Command', 'Title', 'Arguments', 'Offered on'],
    commands.map(({ name, title, arguments: given, role }) => [
      code(name),
      plain(title),
      given.map(({ name: argument, type, optional }) => `${code(argument)}: ${type}${optional ? ', optional' : ''}`).join('; '),
      role === undefined ? 'all nodes' : code(role)
    ])
  )
}

function messageTable({ messages }: ProtocolDescription): string {
  return table(
    ['Message', 'Kind', 'In words'],
    messages.map(({ name, kind, word }) => [code(name), kind, plain(word)])
  )
}

function factTable({ facts }: ProtocolDefinition): string {
  return table(
    ['Fact', 'Volume', 'Fields'],
    facts.map(({ name, volume, fields }) => [code(name), volume, codes(fieldsOf(fields))])
  )
}

function fieldsOf(fields: z.ZodType): string[] {
  const { properties } = z.toJSONSchema(fields, { io: 'input', unrepresentable: 'any' })
  return Object.keys(properties ?? {})
}

function chartTable(definition: ProtocolDefinition): string {
  return table(
    ['Chart', 'Title', 'What it shows'],
    chartsFor(definition).map(({ id, title, subtitle }) => [code(id), plain(title), plain(subtitle)])
  )
}

function seriesTable({ series }: ProtocolDescription): string {
  return table(
    ['Gauge', 'Title', 'Unit'],
    series.map(({ name, title, unit, per }) => [code(per ? `${name}.NODE` : name), plain(title), plain(unit)])
  )
}
