import { describe, expect, it } from 'vitest'
import type { ProtocolDescription } from '../../../src-shared/description/protocol-description'
import { formatScenarioError, parseScenario } from '../../../src-shared/scenario/parse'

const toy: ProtocolDescription = {
  name: 'toy',
  title: 'Toy',
  summary: '',
  parameters: {
    heartbeat_ms: { type: 'number', title: 'Heartbeat', unit: 'ms', default: 50, min: 1, max: 1000 },
    timeout_ms: { type: 'range', title: 'Timeout', unit: 'ms', default: [150, 300], min: 1, max: 10_000 },
    pre_vote: { type: 'boolean', title: 'Pre-vote', default: true }
  },
  data_types: ['kv'],
  operations: ['get', 'put'],
  policies: {
    reads: [
      { name: 'leader', title: 'Leader', explanation: '', strategy: { name: 'leader' } },
      { name: 'nearby', title: 'Nearby', explanation: '', strategy: { name: 'any' } }
    ],
    writes: [{ name: 'leader', title: 'Leader', explanation: '', strategy: { name: 'leader' } }]
  },
  roles: [
    { name: 'leader', title: 'Leader', duty: 'leads' },
    { name: 'follower', title: 'Follower' }
  ],
  series: [],
  invariants: [],
  switches: [{ name: 'forget-vote', title: 'Forget', explanation: '', breaks: 'safety', exposed_by: 'toy-chaos' }],
  commands: [{ name: 'transfer-leadership', title: 'Transfer', arguments: [{ name: 'to', type: 'node', optional: false }] }],
  messages: [],
  quorum: 'majority'
}

/** The errors of a file with this text after the lines that every scenario needs (the text begins on line 4). */
function errorsOf(
  text: string,
  head = 'name: x\ntitle: X\ncluster: { protocol: toy, nodes: [A, B, C] }\nworkload: { mix: { get: 1 } }\n'
) {
  const parse = parseScenario(head + text, 'x.yaml', { protocols: [toy], metrics: ['puts_per_s'], charts: ['latency', 'terms'] })
  return parse.ok ? [] : parse.errors.map(formatScenarioError)
}

describe('a scenario that is fine', () => {
  it('comes back with its defaults filled in and its durations in milliseconds', () => {
    const parse = parseScenario(
      'name: x\ntitle: X\nduration: 2s\ncluster: { protocol: toy }\nworkload: { mix: { get: 1 } }',
      'x.yaml',
      {
        protocols: [toy]
      }
    )
    expect(parse).toMatchObject({
      ok: true,
      scenario: { duration: 2000, seed: 1, cluster: { protocol: 'toy' }, checks: expect.anything() }
    })
  })

  it('has a load of the usual operations that its protocol serves where it names none', () => {
    const mixWith = (operations: ProtocolDescription['operations']) => {
      const parse = parseScenario('name: x\ntitle: X\ncluster: { protocol: toy }\nworkload: { clients: 2 }', 'x.yaml', {
        protocols: [{ ...toy, operations }]
      })
      return parse.ok ? parse.scenario.workload.mix : parse.errors
    }
    expect(mixWith(['get', 'put', 'delete'])).toEqual({ get: 5, put: 3, delete: 0 })
    expect(mixWith(['transaction'])).toEqual({ transaction: 1 })
  })

  it('may choose among the policies of its protocol', () => {
    const workload = (policy: string) =>
      `name: x\ntitle: X\ncluster: { protocol: toy }\nworkload: { mix: { get: 1 }, ${policy} }\n`
    expect(errorsOf('', workload('read_policy: nearby, write_policy: leader'))).toEqual([])
    expect(errorsOf('', workload('write_policy: nearby'))).toEqual([expect.stringContaining('unknown policy nearby')])
  })

  it('may name nodes, clients, roles and words as targets', () => {
    const timeline = `
timeline:
  - { at: 1s, action: { do: crash, node: leader } }
  - { at: 1s, action: { do: link, from: c1, to: '*', change: { mode: cut } } }
  - { at: 1s, action: { do: partition, partition: { shape: groups, groups: [[A, c1], [B, C]] } } }
  - { at: 1s, action: { do: command, node: leader, command: transfer-leadership, arguments: { to: B } } }`
    expect(errorsOf(timeline)).toEqual([])
  })
})

/** Nine lists of nine lists of …: a few lines that stand for more than any memory holds. */
function bomb(): string {
  const rest = Array.from({ length: 8 }, (_, i) => `b${i + 1}: &b${i + 1} [${Array(9).fill(`*b${i}`).join(', ')}]`)
  return ['b0: &b0 [1, 2, 3]', ...rest].join('\n')
}

/** Of a file with nothing but a name, a title and this text, which begins on line 3. */
const errorsAlone = (text: string) => errorsOf(text, 'name: x\ntitle: X\n').join('\n')

it.each([
  [
    'an alias within what it stands for',
    'cluster: &a { nodes: 3, parameters: *a }',
    /^x.yaml:3:37: \*a stands within what it stands for/
  ],
  ['the name that every object has', 'workload: { mix: { __proto__: 1 } }', /^x.yaml:3:20: nothing can be named __proto__/],
  ['far too many aliases', bomb(), /^x.yaml:1:1: its aliases stand for far too much/],
  ['nesting without end', `cluster: ${'['.repeat(5000)}`, /nested too deeply/],
  ['infinity', 'seed: .inf', /^x.yaml:3:7: seed: .* but found Infinity$/],
  ['no number', 'duration: .nan', /^x.yaml:3:11: duration: .* but found NaN$/],
  ['a field that every object has', 'workload: { toString: 1 }', /^x.yaml:3:13: unknown field workload.toString/],
  ['no patience', 'workload: { timeout: 0 }', /^x.yaml:3:22: workload.timeout: expected at least 1ms/],
  [
    'a value larger than clients write',
    `cluster: { protocol: toy }\nworkload: { clients: 1, script: [{ at: 1s, client: c1, operation: { f: put, key: k, value: ${'v'.repeat(65_537)} } }] }`,
    /^x.yaml:4:92: a value has 65536 characters at most, but this has 65537$/
  ]
])('refuses %s in one sentence with its place', (_, text, error) => {
  expect(errorsAlone(text)).toMatch(error)
})

describe('a mistake is named with file, line, column and what was expected', () => {
  const cases: [what: string, text: string, error: string][] = [
    ['unknown field', 'duratoin: 5s', 'x.yaml:5:1: unknown field duratoin; did you mean "duration"?'],
    [
      'unknown field of an action',
      'timeline:\n  - { at: 1s, action: { do: crash, nod: A } }',
      'x.yaml:6:36: unknown field timeline[0].action.nod; did you mean "node"?'
    ],
    ['wrong type', 'seed: hello', 'x.yaml:5:7: seed: expected a number, but found "hello"'],
    [
      'negative delay',
      'network:\n  default:\n    delay_ms: -5',
      'x.yaml:7:15: network.default.delay_ms: expected a number of at least 0, but found -5'
    ],
    ['bad duration', 'duration: soon', 'x.yaml:5:11: duration: expected a duration such as 250ms, 5s or 1m, but found "soon"'],
    ['endless duration', 'duration: 1441m', 'x.yaml:5:11: duration: expected at most a day (1440m), but found "1441m"'],
    [
      'unknown action',
      'timeline: [{ at: 1s, action: { do: explode } }]',
      'x.yaml:5:36: timeline[0].action.do: expected one of partition, link, region-dark, region-slow, cut-cable, heal, crash, crash-all, stop, restart, restart-all, pause, resume, clock, disk, lose-disk, backup-disk, restore-disk, switch, join, leave, adversary, command, but found "explode"'
    ],
    [
      'an adversary where nothing is declared that it could hold back',
      'timeline:\n  - { at: 1s, action: { do: adversary } }',
      'x.yaml:6:29: toy declares no message that decides: there is nothing for an adversary to hold back'
    ],
    [
      'partition with a missing node',
      'timeline:\n  - at: 1s\n    action: { do: partition, partition: { shape: isolate, nodes: [A, D] } }',
      'x.yaml:7:70: unknown node D; expected one of A, B, C, c1, c2, c3, leader, follower, any'
    ],
    [
      'crash of a missing node',
      'timeline: [{ at: 1s, action: { do: crash, node: leadre } }]',
      'x.yaml:5:49: unknown node leadre; did you mean "leader"?'
    ],
    [
      'link to itself',
      'timeline: [{ at: 1s, action: { do: link, from: A, to: A, change: {} } }]',
      'x.yaml:5:55: a link needs two different ends, but both are A'
    ],
    [
      'unknown metric',
      'expectations: [{ expect: metric, metric: put_per_s, at_least: 1 }]',
      'x.yaml:5:42: unknown metric put_per_s; did you mean "puts_per_s"?'
    ],
    ['unknown chart', 'charts: [terms, latncy]', 'x.yaml:5:17: unknown chart latncy; did you mean "latency"?'],
    [
      'metric without a bound',
      'expectations: [{ expect: metric, metric: puts_per_s }]',
      'x.yaml:5:16: an expectation on a metric needs at_least, at_most or equals'
    ],
    [
      'unknown role',
      'expectations: [{ expect: role, node: A, role: boss, at: 1s }]',
      'x.yaml:5:47: unknown role boss; expected one of leader, follower'
    ],
    [
      'window the wrong way round',
      'expectations: [{ expect: stall, during: [3s, 2s] }]',
      'x.yaml:5:41: expected a window [from, to] with from before to, but found 3 s to 2 s'
    ],
    [
      'moment after the end',
      'duration: 5s\ntimeline: [{ at: 6s, action: { do: heal } }]',
      "x.yaml:6:18: 6 s is after the run's end at 5 s"
    ],
    [
      'unknown argument of a command',
      'timeline: [{ at: 1s, action: { do: command, node: A, command: transfer-leadership, arguments: { too: B } } }]',
      'x.yaml:5:97: unknown argument too; did you mean "to"?'
    ],
    [
      'broken YAML',
      'timeline: [',
      'x.yaml:5:12: Flow sequence in block collection must be sufficiently indented and end with a ]'
    ]
  ]
  it.each(cases)('%s', (_, text, error) => {
    expect(errorsOf(text)).toContain(error)
  })

  const head = 'name: x\ntitle: X\nworkload: { mix: { get: 1 } }\n'
  const clusters: [what: string, cluster: string, error: string][] = [
    ['unknown protocol', '{ protocol: toi }', 'x.yaml:4:22: unknown protocol toi; did you mean "toy"?'],
    [
      'unknown parameter',
      '{ protocol: toy, parameters: { hartbeat_ms: 5 } }',
      'x.yaml:4:41: unknown parameter hartbeat_ms; did you mean "heartbeat_ms"?'
    ],
    [
      'parameter by the name of what every object has',
      '{ protocol: toy, parameters: { constructor: 5 } }',
      'x.yaml:4:41: unknown parameter constructor; expected one of heartbeat_ms, timeout_ms, pre_vote'
    ],
    [
      'parameter out of bounds',
      '{ protocol: toy, parameters: { heartbeat_ms: 0 } }',
      'x.yaml:4:55: cluster.parameters.heartbeat_ms: expected a number from 1 to 1000 ms, but found 0'
    ],
    [
      'range the wrong way round',
      '{ protocol: toy, parameters: { timeout_ms: [300, 150] } }',
      'x.yaml:4:53: cluster.parameters.timeout_ms: expected a number or [lowest, highest] from 1 to 10000 ms, but found [300,150]'
    ],
    [
      'unknown switch',
      '{ protocol: toy, switches: [forget-votes] }',
      'x.yaml:4:38: unknown switch forget-votes; did you mean "forget-vote"?'
    ],
    [
      'parameters of a missing node',
      '{ protocol: toy, nodes: [A, B], node_parameters: { n1: {} } }',
      'x.yaml:4:61: unknown node n1; expected one of A, B'
    ],
    [
      'a name given twice',
      '{ protocol: toy, nodes: [A, A] }',
      'x.yaml:4:34: the name A is given twice; nodes and clients need different names'
    ]
  ]
  it.each(clusters)('%s', (_, cluster, error) => {
    expect(errorsOf(`cluster: ${cluster}`, head)).toEqual([error])
  })
})

describe('random faults', () => {
  const chaos = (fields: string, duration = 'duration: 9s\n') => errorsOf(`${duration}chaos: { ${fields} }`)

  it('may do what the protocol has a command for', () => {
    expect(chaos('faults: { transfer: 1, crash: 1 }')).toEqual([])
  })

  it('need a run that ends, and time in it', () => {
    expect(chaos('faults: { crash: 1 }', '')).toEqual(['x.yaml:5:8: random faults need a run with a `duration`'])
    expect(chaos('faults: { crash: 1 }, quiet_period: 8s')[0]).toMatch('start and quiet_period leave no time for random faults')
  })

  it('need a kind with a weight', () => {
    expect(chaos('faults: { crash: 0 }')[0]).toMatch('expected at least one fault with a weight above 0')
  })

  it('strike no leader, and ask none for anything, where a protocol has none', () => {
    const leaderless = { ...toy, name: 'flat', roles: [], commands: [] }
    const text =
      'name: x\ntitle: X\nduration: 9s\ncluster: { protocol: flat }\nworkload: { mix: { get: 1 } }\nchaos: { faults: { transfer: 1 } }'
    const parse = parseScenario(text, 'x.yaml', { protocols: [leaderless] })
    const errors = parse.ok ? [] : parse.errors.map((error) => error.text)
    expect(errors).toContain('chaos.leader_share: flat has no leaders; expected 0')
    expect(errors.some((error) => error.includes('unknown command transfer-leadership'))).toBe(true)
  })
})

describe('a file that is no scenario', () => {
  it.each([
    ['empty', ''],
    ['a list', '- 1\n- 2'],
    ['a word', 'hello']
  ])('%s', (_, text) => {
    expect(errorsOf(text, '')).toEqual(['x.yaml:1:1: expected a scenario: fields such as name, title, cluster'])
  })

  it('names what is missing', () => {
    expect(errorsOf('title: X', '')).toContain('x.yaml:1:1: name is missing; expected a string')
  })

  it('is refused when aliases would blow it up', () => {
    const levels = Array.from(
      { length: 12 },
      (_, i) =>
        `l${i}: &l${i} [${Array(10)
          .fill(i ? `*l${i - 1}` : 'x')
          .join(', ')}]`
    )
    expect(errorsOf(levels.join('\n'), '')[0]).toMatch(/^x\.yaml:1:1: .*alias/i)
  })
})

describe('a protocol that serves no operations', () => {
  const gossip: ProtocolDescription = { ...toy, name: 'gossip', data_types: [], operations: [] }
  const parse = (text: string) =>
    parseScenario(`name: x\ntitle: X\ncluster: { protocol: gossip }\n${text}`, 'x.yaml', { protocols: [gossip] })

  it('runs without a workload, and without a check of the history', () => {
    expect(parse('')).toMatchObject({ ok: true, scenario: { workload: { clients: 0 }, checks: ['invariants'] } })
    expect(parse('workload: { clients: 0 }')).toMatchObject({ ok: true })
  })

  it('refuses clients and consistency models', () => {
    const refused = parse('workload: { clients: 2 }\nchecks: [invariants, linearizable]')
    expect(refused.ok ? [] : refused.errors.map(formatScenarioError)).toEqual([
      'x.yaml:4:11: workload: gossip serves no operations; expected none',
      'x.yaml:5:22: linearizable: gossip serves no operations; expected invariants'
    ])
  })
})
