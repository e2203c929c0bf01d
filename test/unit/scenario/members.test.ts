import { describe, expect, it } from 'vitest'
import { quorumSize } from '../../../src-shared/description/quorum'
import { ScenarioLinks } from '../../../src-shared/scenario/links'
import { membersOf } from '../../../src-shared/scenario/members'
import { nodeNames, scenarioSchema } from '../../../src-shared/scenario/schema'
import { validateScenario } from '../../../src-shared/scenario/validate-scenario'
import { findProtocol } from '../../../src-node/protocols/registry'

const scenarioWith = (cluster: object, more: object = {}) =>
  scenarioSchema.parse({ name: 'x', title: 'X', cluster, duration: 1, ...more })

const KNOWN = ['raft', 'leader-follower'].map((name) => findProtocol(name).description)

const mistakesOf = (cluster: object, more: object = {}) =>
  validateScenario(scenarioWith(cluster, more), { protocols: KNOWN }).map(({ text }) => text)

describe('the members of a cluster', () => {
  it('are a number of nodes, names, or a list of what each is alone', () => {
    expect(membersOf(scenarioWith({ nodes: 2 }).cluster).map(({ name }) => name)).toEqual(['n1', 'n2'])
    expect(membersOf(scenarioWith({ nodes: ['a', 'b'] }).cluster).map(({ name }) => name)).toEqual(['a', 'b'])
    const { cluster } = scenarioWith({
      switches: ['one'],
      service_time: '2ms',
      message_time: '1ms',
      members: [
        {
          name: 'a',
          parameters: { p: 1 },
          switches: ['two'],
          clock: { drift_ppm: 100 },
          service_time: '5ms',
          message_time: '3ms'
        },
        { name: 'b' }
      ]
    })
    expect(membersOf(cluster)).toEqual([
      {
        name: 'a',
        role: null,
        parameters: { p: 1 },
        switches: ['one', 'two'],
        clock: { offset_ms: 0, drift_ppm: 100 },
        service_time_ms: 5,
        message_time_ms: 3,
        starts: 'now'
      },
      {
        name: 'b',
        role: null,
        parameters: {},
        switches: ['one'],
        clock: { offset_ms: 0, drift_ppm: 0 },
        service_time_ms: 2,
        message_time_ms: 1,
        starts: 'now'
      }
    ])
  })

  it('begin without those that join later', () => {
    expect(nodeNames(scenarioWith({ members: [{ name: 'a' }, { name: 'b', starts: 'later' }] }))).toEqual(['a'])
  })

  it('are in the regions that they name', () => {
    const members = [{ name: 'a', region: 'east' }, { name: 'b' }]
    const between = [{ regions: ['east', 'west'], link: { delay_ms: 50 } }]
    const scenario = scenarioWith({ members }, { network: { regions: { west: ['b'] }, between } })
    const links = new ScenarioLinks(scenario)
    expect(links.initial().get('a>b')?.delay_ms).toBe(50)
    expect(links.settingsOf('b>a')?.delay_ms).toBe(50)
  })

  it('are bounded by the engine', () => {
    expect(mistakesOf({ nodes: 16 })).toEqual([
      '16 nodes are too many: 15 at most run as processes; a simulation (engine: simulation) takes up to 1000'
    ])
    expect(mistakesOf({ nodes: 1000 }, { engine: 'simulation' })).toEqual([])
  })

  it('have roles, parameters and bugs that their protocol knows', () => {
    const members = [{ name: 'a', role: 'boss', parameters: { none: 1 }, switches: ['none'] }]
    expect(mistakesOf({ members })).toEqual([
      expect.stringContaining('unknown role boss'),
      expect.stringContaining('unknown parameter none'),
      expect.stringContaining('unknown switch none')
    ])
  })
})

describe('nodes beside members', () => {
  it('are refused, whether they agree or not', () => {
    expect(mistakesOf({ nodes: 1, members: [{ name: 'a' }] })).toEqual([
      'nodes and members both say who takes part: keep one of the two'
    ])
    expect(mistakesOf({ members: [{ name: 'a' }] })).toEqual([])
  })
})

describe('a role that one member has', () => {
  const mistakesWith = (...roles: (string | undefined)[]) => {
    const members = roles.map((role, i) => ({ name: `n${i + 1}`, ...(role !== undefined && { role }) }))
    const scenario = scenarioWith(
      { protocol: 'atomic-commit', members },
      { workload: { clients: 0, mix: { transaction: 1 } }, checks: [] }
    )
    const existing = { protocols: [findProtocol('atomic-commit').description] }
    return validateScenario(scenario, existing).map(({ text }) => text)
  }

  it('is given to one, or nobody has a role', () => {
    expect(mistakesWith('participant', 'coordinator', undefined)).toEqual([])
    expect(mistakesWith(undefined, undefined)).toEqual([])
  })

  it('is missed where others have roles, and is too much where two have it', () => {
    expect(mistakesWith('participant', undefined)).toEqual(['atomic-commit needs one coordinator, but no member has that role'])
    expect(mistakesWith('coordinator', 'coordinator', 'participant')).toEqual([
      'atomic-commit needs one coordinator, but n1 and n2 have that role'
    ])
  })

  it('can be aimed at where somebody has it', () => {
    const crash = {
      timeline: [{ at: 0.1, action: { do: 'crash', node: 'coordinator' } }],
      workload: { clients: 0, mix: { transaction: 1 } },
      checks: []
    }
    const existing = { protocols: [findProtocol('atomic-commit').description] }
    const mistakes = (cluster: object) =>
      validateScenario(scenarioWith({ protocol: 'atomic-commit', ...cluster }, crash), existing).map(({ text }) => text)
    expect(mistakes({ members: [{ name: 'a' }, { name: 'b', role: 'coordinator' }] })).toEqual([])
    expect(mistakes({ nodes: 2 })).toEqual([expect.stringContaining('unknown node coordinator')])
  })
})

describe('joining and leaving', () => {
  it('is for protocols whose members may change', () => {
    const timeline = [{ at: 0.1, action: { do: 'join', node: 'n9' } }]
    expect(mistakesOf({ protocol: 'leader-follower' }, { timeline })).toEqual([
      'the members of leader-follower are fixed: nobody can join'
    ])
    expect(mistakesOf({ protocol: 'leader-follower', members: [{ name: 'a' }, { name: 'b', starts: 'later' }] })).toEqual([
      'members of leader-follower are there from the start: it cannot take any in later'
    ])
  })
})

describe('a quorum', () => {
  it('is as large as its kind says', () => {
    const sizes = (quorum: Parameters<typeof quorumSize>[0]) => [1, 3, 4, 7].map((nodes) => quorumSize(quorum, nodes, { w: 2 }))
    expect(sizes('majority')).toEqual([1, 2, 3, 4])
    expect(sizes('byzantine')).toEqual([1, 2, 3, 5])
    expect(sizes('all')).toEqual([1, 3, 4, 7])
    expect(sizes('none')).toEqual([null, null, null, null])
    expect(sizes({ parameter: 'w' })).toEqual([2, 2, 2, 2])
  })
})
