import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import Ajv from 'ajv'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { scenarioJsonSchema } from '../../../src-shared/scenario/json-schema'
import type { JsonSchema } from '../../../src-shared/scenario/json-schema-at'
import { WORLD } from '../../../src-shared/scenario/world'

const RESOURCES = join(__dirname, '../../../resources')
const SCENARIOS = join(RESOURCES, 'scenarios')
const schema = scenarioJsonSchema(WORLD)
const ajv = new Ajv({ strict: false, allErrors: true })
const fits = ajv.compile(schema)

const scenario = { name: 'one', title: 'One' }
const mistakes = (content: unknown): string[] => {
  fits(content)
  return (fits.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
}

describe('the JSON schema of scenarios', () => {
  // `npm run schema` writes it.
  it('is the one that is published', async () => {
    await expect(`${JSON.stringify(schema, null, 2)}\n`).toMatchFileSnapshot(join(RESOURCES, 'scenario.schema.json'))
  })

  it('accepts every shipped scenario', () => {
    const files = readdirSync(SCENARIOS, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.yaml'))
    const wrong = files.flatMap((file) =>
      mistakes(parse(readFileSync(join(SCENARIOS, file), 'utf8'))).map((mistake) => `${file}${mistake}`)
    )
    expect(files.length).toBeGreaterThan(100)
    expect(wrong).toEqual([])
  })

  it.each([
    ['an unknown key', { ...scenario, nods: 3 }],
    ['an unknown key far down', { ...scenario, network: { default: { delay: 3 } } }],
    ['an unknown protocol', { ...scenario, cluster: { protocol: 'rafft' } }],
    ['a parameter of another protocol', { ...scenario, cluster: { protocol: 'quorum', parameters: { heartbeat_ms: 50 } } }],
    ['the same where the protocol is the default', { ...scenario, cluster: { parameters: { read_quorum: 2 } } }],
    ['a parameter beyond its range', { ...scenario, cluster: { parameters: { heartbeat_ms: -1 } } }],
    ['a deliberate bug of another protocol', { ...scenario, cluster: { switches: ['no-such-bug'] } }],
    ['a policy that the protocol lacks', { ...scenario, workload: { read_policy: 'no-such-policy' } }],
    ['an operation that the protocol lacks', { ...scenario, workload: { mix: { enqueue: 1 } } }],
    ['an action without its node', { ...scenario, timeline: [{ at: '1s', action: { do: 'crash' } }] }],
    ['a duration of another form', { ...scenario, duration: '1 hour' }]
  ])('refuses %s', (_, content) => {
    expect(mistakes(content)).not.toEqual([])
  })

  it('takes the parameters of the protocol that is chosen', () => {
    expect(mistakes({ ...scenario, cluster: { protocol: 'raft', parameters: { heartbeat_ms: 50 } } })).toEqual([])
    expect(mistakes({ ...scenario, cluster: { parameters: { election_timeout_ms: [150, 300] } } })).toEqual([])
  })

  it('says of every field what it is', () => {
    const silent: string[] = []
    const visit = (part: JsonSchema | undefined, path: string): void => {
      if (!part || typeof part !== 'object') return
      for (const [name, field] of Object.entries(part.properties ?? {})) {
        if (!described(field as JsonSchema)) silent.push(`${path}.${name}`)
        visit(field as JsonSchema, `${path}.${name}`)
      }
      for (const branch of [...(part.anyOf ?? []), ...(part.oneOf ?? [])]) visit(branch as JsonSchema, path)
      visit(part.items as JsonSchema, `${path}[]`)
    }
    const described = (field: JsonSchema) => typeof field.description === 'string' && field.description.length > 0
    visit(schema, '')
    for (const [name, part] of Object.entries(schema.definitions as Record<string, JsonSchema>))
      if (!name.startsWith('protocol-')) visit(part, name)
    expect(silent).toEqual([])
  })
})
