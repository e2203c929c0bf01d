import { describe, expect, it } from 'vitest'
import { protocols } from '../../../src-node/protocols/registry'
import { CONSISTENCY_MODELS } from '../../../src-shared/consistency'
import type { ConsistencyModel } from '../../../src-shared/consistency'
import { describeStrongest, stalenessText, strengthOf, strongestHeld, withImplied } from '../../../src-shared/exploration'
import type { CellVerdict } from '../../../src-shared/exploration'
import type { Verdict } from '../../../src-shared/verdict'
import { formatScenario } from '../../../src-shared/scenario/format'
import { parseText } from '../../../src-main/lab/scenario-files/listing'
import { exploreCell } from '../../../src-main/sweep/explore/cell'
import { mergeFindings } from '../../../src-main/sweep/explore/findings'
import { matrixOf } from '../../../src-main/sweep/explore/matrix'

/** All models: those named as said, the others as `otherwise`. */
function verdicts(named: Partial<Record<ConsistencyModel, Verdict>>, otherwise: Verdict): CellVerdict[] {
  return CONSISTENCY_MODELS.map((model) => {
    const verdict = named[model] ?? otherwise
    return { model, verdict, text: '', seed: verdict === 'violated' ? 7 : null, lines: [] }
  })
}

const cell = (named: Partial<Record<ConsistencyModel, Verdict>>, otherwise: Verdict) => ({
  verdicts: verdicts(named, otherwise),
  error: null
})

describe('the strongest model held', () => {
  it('is the one that implies all others', () => {
    expect(strongestHeld(verdicts({}, 'holds'))).toEqual(['linearizable'])
    expect(strongestHeld(verdicts({ linearizable: 'violated', eventual: 'violated' }, 'holds'))).toEqual(['sequential'])
  })

  it('is several where none implies another', () => {
    const held = { pram: 'holds', 'read-your-writes': 'holds', 'monotonic-writes': 'holds', eventual: 'holds' } as const
    expect(strongestHeld(verdicts(held, 'violated'))).toEqual(['pram', 'eventual'])
    expect(describeStrongest(cell(held, 'violated'))).toBe('pram +1')
  })

  it('says what is not known', () => {
    expect(describeStrongest(cell({}, 'violated'))).toBe('none')
    expect(describeStrongest(cell({ linearizable: 'undecided' }, 'violated'))).toBe('undecided')
    expect(describeStrongest(cell({ linearizable: 'undecided' }, 'holds'))).toBe('≥ sequential +1')
    expect(describeStrongest({ ...cell({}, 'undecided'), error: 'n1 did not start' })).toBe('not run')
  })

  it('has a strength that goes by implication', () => {
    expect(strengthOf(cell({}, 'holds'))).toBe('full')
    expect(strengthOf(cell({ 'causal-convergence': 'holds' }, 'violated'))).toBe('causal')
    expect(strengthOf(cell({ pram: 'holds' }, 'violated'))).toBe('weak')
    expect(strengthOf(cell({}, 'violated'))).toBe('none')
    expect(strengthOf(cell({}, 'undecided'))).toBe('open')
  })
})

describe('what follows from other verdicts', () => {
  it('holds with a stronger model', () => {
    const given = withImplied(verdicts({ sequential: 'holds' }, 'undecided'))
    const decided = given.filter(({ verdict }) => verdict === 'holds').map(({ model }) => model)
    expect(decided).toEqual(CONSISTENCY_MODELS.filter((model) => model !== 'linearizable' && model !== 'eventual'))
  })

  it('is violated with a weaker model, by the same run', () => {
    const given = withImplied(verdicts({ causal: 'violated' }, 'undecided'))
    const broken = given.filter(({ verdict }) => verdict === 'violated')
    expect(broken.map(({ model }) => model)).toEqual([
      'linearizable',
      'sequential',
      'causal-memory',
      'causal-convergence',
      'causal'
    ])
    expect(broken.every(({ seed }) => seed === 7)).toBe(true)
  })

  it('is shown by the same counterexample', () => {
    const shown = verdicts({ causal: 'violated' }, 'undecided').map((one) =>
      one.model === 'causal' ? { ...one, lines: ['c1 #1 get x'] } : one
    )
    expect(withImplied(shown).find(({ model }) => model === 'sequential')?.lines).toEqual(['c1 #1 get x'])
  })
})

describe('the matrix', () => {
  it('has the configurations that each protocol declares, and every cell is a scenario that fits it', () => {
    const { rows, columns, cells } = matrixOf()
    const declared = protocols.reduce((sum, { description }) => sum + (description.configurations?.length ?? 1), 0)
    expect(rows.length).toBe(declared)
    expect(cells.length).toBe(rows.length * columns.length)
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length)
    for (const { scenario } of cells) expect(parseText(formatScenario(scenario), scenario.name)).toEqual({ ok: true, scenario })
  })

  it('takes the protocols and faults that were asked for', () => {
    const { rows, columns } = matrixOf({ protocols: ['raft'], columns: ['none', 'crash'] })
    expect(new Set(rows.map(({ protocol }) => protocol))).toEqual(new Set(['raft']))
    expect(columns.map(({ id }) => id)).toEqual(['none', 'crash'])
  })
})

/** The cell of that configuration, with one seed. */
function explored(protocol: string, title: string, column: string) {
  const plan = matrixOf({ protocols: [protocol], columns: [column] }).cells.find(({ row }) => row.title === title)
  const { verdicts, error } = exploreCell(plan!.scenario, { first: 1, last: 1 })
  expect(error).toBeNull()
  return Object.fromEntries(verdicts.map((one) => [one.model, one])) as Record<ConsistencyModel, CellVerdict>
}

describe('what the matrix shows', () => {
  it('counts one counter where a configuration is about counters', () => {
    const counting = matrixOf({ protocols: ['multi-leader'], columns: ['none'] }).cells.filter(
      ({ scenario }) => scenario.workload.mix.increment! > 0
    )
    expect(counting.length).toBeGreaterThan(0)
    for (const { row, scenario } of counting) {
      expect(row.explanation).toBeDefined()
      expect(scenario.workload).toMatchObject({ mix: { put: 0 }, keys: { count: 1 } })
    }
  })

  it('is that last write wins loses increments without any fault, and a CRDT none', () => {
    const lossy = explored('multi-leader', 'counter: last write wins', 'none')
    expect(lossy.eventual).toMatchObject({
      verdict: 'violated',
      text: expect.stringMatching(/although \d+ acknowledged increments of k1 come to \d+/)
    })
    const crdt = explored('multi-leader', 'counter: CRDT', 'none')
    expect(crdt).toMatchObject({
      eventual: { verdict: 'holds' },
      'causal-memory': { verdict: 'holds' },
      linearizable: { verdict: 'violated' }
    })
    for (const { verdict, lines } of [...Object.values(lossy), ...Object.values(crdt)])
      expect(lines.length > 0).toBe(verdict === 'violated')
  })

  it('is that a leader lost for good takes acknowledged writes along, unless a follower has them', () => {
    const title = (replication: string) => `${replication}, reads from the leader`
    expect(explored('leader-follower', title('asynchronous'), 'lost').linearizable.verdict).toBe('violated')
    expect(explored('leader-follower', title('semi-synchronous'), 'lost').linearizable.verdict).toBe('holds')
  })
})

describe('a cell', () => {
  it('comes to the same again, and its scenario passes with the verdicts that were found', () => {
    const [plan] = matrixOf({ protocols: ['quorum'], columns: ['none'] }).cells.slice(3)
    const once = exploreCell(plan!.scenario, { first: 1, last: 1 })
    expect(exploreCell(plan!.scenario, { first: 1, last: 1 })).toEqual(once)
    expect(once.error).toBeNull()
    expect(strongestHeld(once.verdicts)).not.toContain('linearizable')
    const parse = parseText(once.scenario, 'cell')
    expect(parse.ok && parse.scenario.expectations).toContainEqual({
      expect: 'model',
      model: 'linearizable',
      verdict: 'violated'
    })
  })

  it('of quorums tells how many reads were stale, beside what WARS predicts where nothing befalls the cluster', () => {
    const [calm, slow] = matrixOf({ protocols: ['quorum'], columns: ['none', 'slow'] }).cells.slice(6, 8)
    const [of_calm, of_slow] = [calm, slow].map((plan) => exploreCell(plan!.scenario, { first: 1, last: 1 }).staleness!)
    expect(calm!.row.title).toBe('R + W ≤ N, last write wins')
    expect(of_calm!.stale).toBeGreaterThan(0)
    expect(of_calm!.predicted! / of_calm!.reads).toBeCloseTo(of_calm!.stale / of_calm!.reads, 1)
    expect(stalenessText({ reads: 800, stale: 34, predicted: 40 })).toBe(
      'Stale reads: 4.3 % of 800; WARS predicts 5 % from the links’ delays, without repairs'
    )
    expect(of_slow!.predicted).toBeNull()
    const [raft] = matrixOf({ protocols: ['raft'], columns: ['none'] }).cells
    expect(exploreCell(raft!.scenario, { first: 1, last: 1 }).staleness).toBeNull()
  })

  it('that is run on is as if all its seeds had been run at once', () => {
    const [plan] = matrixOf({ protocols: ['quorum'], columns: ['none'] }).cells.slice(3)
    const explore = (first: number, last: number) => exploreCell(plan!.scenario, { first, last })
    expect(mergeFindings(explore(1, 1), explore(2, 3))).toEqual(explore(1, 3))
  })

  it('that held until it was run on shows the run that violates a model', () => {
    const held = {
      runs: 1,
      ...cell({}, 'holds'),
      operations: { ok: 1, fail: 0, unknown: 0 },
      staleness: null,
      seed: 1,
      scenario: 'first'
    }
    const broken = { ...held, ...cell({ linearizable: 'violated' }, 'holds'), seed: 7, scenario: 'second' }
    const merged = mergeFindings(held, broken)
    expect(merged).toMatchObject({ runs: 2, seed: 7, scenario: 'second', operations: { ok: 2 } })
    expect(strongestHeld(merged.verdicts)).not.toContain('linearizable')
  })

  it('says why it could not be run', () => {
    const [plan] = matrixOf({ protocols: ['raft'], columns: ['none'] }).cells
    const { duration: _, ...endless } = plan!.scenario
    expect(exploreCell(endless, { first: 1, last: 1 })).toMatchObject({ error: expect.stringContaining('no end') as string })
  })
})
