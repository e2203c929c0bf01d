import { describe, expect, it } from 'vitest'
import { withProtocol } from '../../../../src-renderer/lab/editor/changeProtocol'
import { faultTemplates } from '../../../../src-renderer/lab/editor/newFault'
import { moved, piecesOf, step_ms, stretched, trackLength_ms } from '../../../../src-renderer/lab/editor/track'
import { ENGINES } from '../../../../src-shared/engine'
import { withValue } from '../../../../src-shared/scenario/edit-text'
import { parseScenario } from '../../../../src-shared/scenario/parse'
import { WORLD } from '../../../../src-shared/scenario/world'

const TEXT = 'name: one\ntitle: One\nduration: 20s\n'

function scenarioOf(text: string) {
  const parse = parseScenario(text, 'one.yaml', WORLD)
  if (!parse.ok) throw new Error(parse.errors.map((error) => error.text).join('; '))
  return parse.scenario
}

describe('the track of a timeline', () => {
  it('has a piece for each entry, and knows which of them last', () => {
    const text = `${TEXT}timeline:
  - { at: 1s, for: 2s, label: First, action: { do: crash, node: n1 } }
  - { at: 500ms, action: { do: heal } }
`
    expect(piecesOf(scenarioOf(text))).toEqual([
      { index: 0, label: 'First', kind: 'crash', at_ms: 1000, for_ms: 2000, can_last: true, times: 1 },
      { index: 1, label: 'Heal all links', kind: 'other', at_ms: 500, for_ms: null, can_last: false, times: 1 }
    ])
  })

  it('is as long as the run, or a little longer than its last piece', () => {
    expect(trackLength_ms({ timeline: [], duration: 20_000 })).toBe(20_000)
    expect(trackLength_ms({ timeline: [] })).toBe(10_000)
    const { timeline } = scenarioOf(`${TEXT}timeline: [{ at: 18s, for: 1s, action: { do: crash, node: n1 } }]\n`)
    expect(trackLength_ms({ timeline })).toBe(24_000)
  })

  it('snaps to 10 ms where there is room for it, and to 100 ms elsewhere', () => {
    expect(step_ms(2)).toBe(10)
    expect(step_ms(20)).toBe(100)
    expect(moved({ at_ms: 1234, for_ms: null }, 0, 100, 20_000).at_ms).toBe(1200)
  })

  it('moves pieces within the run', () => {
    expect(moved({ at_ms: 1000, for_ms: 2000 }, -5000, 100, 20_000)).toEqual({ at_ms: 0, for_ms: 2000 })
    expect(moved({ at_ms: 1000, for_ms: 2000 }, 50_000, 100, 20_000)).toEqual({ at_ms: 20_000, for_ms: 2000 })
  })

  it('stretches pieces, never to nothing', () => {
    expect(stretched({ at_ms: 1000, for_ms: 2000 }, 500, 100, 20_000)).toEqual({ at_ms: 1000, for_ms: 2500 })
    expect(stretched({ at_ms: 1000, for_ms: 2000 }, -9000, 100, 20_000)).toEqual({ at_ms: 1000, for_ms: 100 })
    expect(stretched({ at_ms: 15_000, for_ms: null }, -1000, 100, 20_000)).toEqual({ at_ms: 15_000, for_ms: 4000 })
  })

  it.each(WORLD.protocols.flatMap((protocol) => ENGINES.map((engine) => [protocol.name, engine, protocol] as const)))(
    'offers what a cluster of %s takes, engine: %s',
    (_, engine, protocol) => {
      for (const { lasts, action } of faultTemplates(engine, protocol)) {
        const entry = { at: '1s', ...(lasts && { for: '1s' }), action: action('n1') }
        const text = withValue(withProtocol(`${TEXT}engine: ${engine}\n`, {}, protocol), ['timeline', 0], entry)
        expect(scenarioOf(text).timeline).toHaveLength(1)
      }
    }
  )

  it('offers faults of the regions that there are', () => {
    const raft = WORLD.protocols.find(({ name }) => name === 'raft')!
    const offered = faultTemplates('simulation', raft, ['east', 'west']).flatMap(({ name, action }) =>
      /^(dark|down|slow|cable)-/.test(name) ? [action('')] : []
    )
    const text = offered.reduce(
      (text, action, i) => withValue(text, ['timeline', i], { at: '1s', action }),
      `${TEXT}network: { regions: { east: [n1], west: [n2] } }\n`
    )
    expect(
      scenarioOf(text)
        .timeline.map(({ action }) => action.do)
        .sort()
    ).toEqual(['cut-cable', ...Array<string>(4).fill('region-dark'), ...Array<string>(2).fill('region-slow')])
  })

  it('offers an adversary to a simulation of what knows one, and to nobody else', () => {
    const paxos = WORLD.protocols.find(({ name }) => name === 'paxos')!
    const raft = WORLD.protocols.find(({ name }) => name === 'raft')!
    const isOffered = (...[engine, protocol]: Parameters<typeof faultTemplates>) =>
      faultTemplates(engine, protocol).some(({ name }) => name === 'adversary')
    expect(isOffered('simulation', paxos)).toBe(true)
    expect(isOffered('processes', paxos)).toBe(false)
    expect(isOffered('simulation', raft)).toBe(false)
  })
})
