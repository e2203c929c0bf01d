import { describe, expect, it } from 'vitest'
import { completionsAt } from '../../../../src-renderer/lab/editor/completions'
import { scenarioJsonSchema } from '../../../../src-shared/scenario/json-schema'
import { WORLD } from '../../../../src-shared/scenario/world'

const schema = scenarioJsonSchema(WORLD)

/** `|` stands for the cursor. */
function at(text: string): Record<string, string> {
  const offset = text.indexOf('|')
  const found = completionsAt(schema, text.replace('|', ''), offset)
  return Object.fromEntries((found?.options ?? []).map(({ label, note }) => [label, note]))
}

describe('completion of a scenario', () => {
  it('offers the fields of the top that are not written yet', () => {
    const fields = Object.keys(at('name: a\n|\ncluster: { protocol: raft }\n'))
    expect(fields).toContain('workload')
    expect(fields).not.toContain('name')
    expect(fields).not.toContain('cluster')
  })

  it.each([
    ['an empty section', 'cluster:\n  |\n'],
    ['a section with fields behind', 'cluster:\n  no|\n  nodes: 3\n'],
    ['a set of fields in braces', 'cluster: { nodes: 3, | }\n'],
    ['braces that are still open', 'cluster: { |\n']
  ])('offers the fields of a section: %s', (_, text) => {
    expect(Object.keys(at(text))).toEqual(expect.arrayContaining(['protocol', 'parameters', 'switches']))
  })

  it('offers protocols', () => {
    expect(Object.keys(at('cluster:\n  protocol: |\n'))).toEqual(WORLD.protocols.map(({ name }) => name))
  })

  it('offers the parameters of the protocol that is chosen, with their defaults', () => {
    expect(at('cluster:\n  protocol: raft\n  parameters:\n    |\n')).toMatchObject({ heartbeat_ms: 'default 50' })
    const of_quorum = at('cluster: { protocol: quorum, parameters: { | } }\n')
    expect(Object.keys(of_quorum)).toContain('read_quorum')
    expect(Object.keys(of_quorum)).not.toContain('heartbeat_ms')
  })

  it('offers actions, and the fields of the one that is written', () => {
    expect(Object.keys(at('timeline:\n  - at: 1s\n    action: { do: | }\n'))).toEqual(
      expect.arrayContaining(['partition', 'crash', 'lose-disk'])
    )
    expect(Object.keys(at('timeline:\n  - at: 1s\n    action: { do: crash, | }\n'))).toEqual(['node'])
    expect(Object.keys(at('timeline:\n  - |\n'))).toEqual(expect.arrayContaining(['at', 'for', 'action']))
  })

  it('offers the nodes of the cluster and the words for them', () => {
    const nodes = 'cluster: { nodes: [A, B] }\ntimeline:\n  - { at: 1s, action: { do: crash, node: | } }\n'
    expect(Object.keys(at(nodes))).toEqual(['A', 'B', 'leader', 'follower', 'any'])
    const counted =
      'cluster: { nodes: 2 }\ntimeline:\n  - { at: 1s, action: { do: partition, partition: { shape: isolate, nodes: [|] } } }\n'
    expect(Object.keys(at(counted))).toEqual(['n1', 'n2', 'leader', 'follower', 'any'])
  })

  it('offers operations that the protocol has', () => {
    const mix = Object.keys(at('workload: { mix: { | } }\n'))
    expect(mix).toContain('put')
    expect(mix).not.toContain('enqueue')
  })

  it('says nothing within a comment or a text', () => {
    expect(at('name: a\n# clu|\n')).toEqual({})
    expect(at('summary: >-\n  a clu| b\n')).toEqual({})
  })

  it('replaces the whole word, and writes no second colon', () => {
    const found = completionsAt(schema, 'cluster: { nods: 3 }', 13)!
    expect([found.from, found.to]).toEqual([11, 15])
    expect(found.options.find(({ label }) => label === 'nodes')?.insert).toBe('nodes')
  })
})
