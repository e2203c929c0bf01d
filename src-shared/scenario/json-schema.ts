/** The JSON schema of scenario files, for editors: made from the one schema and what the protocols say of themselves. */
import { z } from 'zod'
import type { ParameterDescription, ProtocolDescription } from '../description/protocol-description'
import { RUNTIME_SERIES } from '../description/runtime-series'
import { OPERATION_NAMES } from '../operations'
import type { JsonSchema } from './json-schema-at'
import { namesOf } from './rule-context'
import type { ScenarioContext } from './rule-context'
import { scenarioSchema } from './schema'
import { clusterSchema } from './sections/cluster'

/** Names depend on the protocol that a scenario chooses: each protocol is a condition of its own. Draft 7, which most editors know. */
export function scenarioJsonSchema({ protocols, metrics, charts }: ScenarioContext): JsonSchema {
  const schema = z.toJSONSchema(scenarioSchema, { io: 'input', target: 'draft-7' }) as JsonSchema
  const of_protocols = protocols.flatMap((protocol) => [
    [`parameters-${protocol.name}`, parametersOf(protocol)] as const,
    [`protocol-${protocol.name}`, ofProtocol(protocol)] as const
  ])
  const known = fields({
    cluster: fields({ protocol: choices(protocols) }),
    ...(metrics && { expectations: items(fields({ metric: { enum: [...metrics] } })) }),
    ...(charts && { charts: items({ enum: [...charts] }) })
  })
  return {
    ...schema,
    title: 'Netsplit scenario',
    allOf: [
      known,
      ...protocols.map(({ name }) => ({
        if: chooses(name),
        then: { $ref: `#/definitions/protocol-${name}` }
      }))
    ],
    definitions: { ...(schema.definitions as Record<string, JsonSchema>), ...Object.fromEntries(of_protocols) }
  } as JsonSchema
}

/** The default protocol is chosen by saying nothing, too. */
function chooses(protocol: string): JsonSchema {
  const is_default = protocol === clusterSchema.parse({}).protocol
  const cluster = fields({ protocol: { const: protocol } }, is_default ? [] : ['protocol'])
  return fields({ cluster }, is_default ? [] : ['cluster'])
}

function parametersOf({ parameters }: ProtocolDescription): JsonSchema {
  const known = Object.entries(parameters).map(([name, parameter]) => [name, ofParameter(parameter)])
  return { properties: Object.fromEntries(known), additionalProperties: false } as JsonSchema
}

/** What a scenario of this protocol may name. */
function ofProtocol(protocol: ProtocolDescription): JsonSchema {
  const { policies, switches, commands, series, roles, operations } = protocol
  const parameters = { $ref: `#/definitions/parameters-${protocol.name}` } as JsonSchema
  const bugs = items(choices(switches))
  const assignable = choices(roles.filter((role) => role.assignable))
  const former = series.flatMap(({ formerly, title }) => (formerly === undefined ? [] : { name: formerly, title }))
  const unknown_operations = OPERATION_NAMES.filter((name) => !operations.includes(name))
  return {
    ...fields({
      cluster: fields({
        parameters,
        node_parameters: { additionalProperties: parameters },
        switches: bugs,
        members: items(fields({ parameters, switches: bugs, role: assignable }))
      }),
      workload: fields({
        read_policy: choices(policies.reads),
        write_policy: choices(policies.writes),
        mix: fields(Object.fromEntries(unknown_operations.map((name) => [name, { const: 0 }])))
      }),
      timeline: items(fields({ action: fields({ switch: choices(switches), command: choices(commands), role: assignable }) })),
      expectations: items(fields({ series: choices([...series, ...former, ...RUNTIME_SERIES]), role: choices(roles) }))
    }),
    description: protocol.summary
  }
}

function ofParameter(parameter: ParameterDescription): JsonSchema {
  const { title } = parameter
  switch (parameter.type) {
    case 'number': {
      const { min, max, unit, integer } = parameter
      const description = `${title}${withUnit(unit)}, ${min} to ${max}.`
      return { type: integer ? 'integer' : 'number', minimum: min, maximum: max, default: parameter.default, description }
    }
    case 'range': {
      const { min, max, unit } = parameter
      const bound = { type: 'number', minimum: min, maximum: max } as const
      const range = { type: 'array', items: bound, minItems: 2, maxItems: 2 } as const
      const description = `${title}${withUnit(unit)}, ${min} to ${max}: a number, or [lowest, highest].`
      return { anyOf: [bound, range], default: [...parameter.default], description }
    }
    case 'boolean':
      return { type: 'boolean', default: parameter.default, description: `${title}.` }
    case 'choice':
      return { enum: [...parameter.choices], default: parameter.default, description: `${title}.` }
  }
}

function withUnit(unit: string): string {
  return unit === '' ? '' : `, in ${unit}`
}

function fields(properties: Readonly<Record<string, unknown>>, required: readonly string[] = []): JsonSchema {
  return { properties, ...(required.length > 0 && { required: [...required] }) } as JsonSchema
}

function items(schema: JsonSchema | false): JsonSchema {
  return { items: schema } as JsonSchema
}

/** One of these names, with what each means; where there are none, nothing fits. */
function choices(named: readonly { readonly name: string; readonly title: string }[]): JsonSchema | false {
  if (named.length === 0) return false
  return { enum: namesOf(named), enumDescriptions: named.map(({ title }) => title) } as JsonSchema
}
