import { describe, expect, it } from 'vitest'
import { describeFindings, waitOf } from '../../../src-shared/commit-window'
import type { Moment, WindowFindings } from '../../../src-shared/commit-window'
import { parseText } from '../../../src-main/lab/scenario-files/listing'
import { windowPlan } from '../../../src-main/sweep/commit-window/plan'
import { testCommit } from '../../../src-main/sweep/commit-window/test-commit'
import { formatScenario } from '../../../src-shared/scenario/format'

const plan = windowPlan()
const cells = plan.cells.map((cell) => ({ ...cell, ...testCommit(cell.scenario, plan.seed) }))

function at(column: string, row: string, moment: Moment): WindowFindings {
  return cells.find((cell) => cell.column === column && cell.row.id === row && cell.moment === moment)!
}

/** Crashes that leave a participant which stayed up waiting for the dead member, as "row moment". */
function blocking(column: string): string[] {
  return cells
    .filter((cell) => cell.column === column && waitOf(cell) === 'blocked')
    .map(({ row, moment }) => `${row.id} ${moment}`)
}

describe('the window of atomic commit', () => {
  it('tries every step of every member, each by a scenario of its own', () => {
    for (const { row, column, moment, error } of cells) expect(error, `${column}: ${row.id} ${moment}`).toBeNull()
    const { scenario } = cells.find(({ row, moment }) => row.id === 'n1-send-decide-n2' && moment === 'after')!
    expect(parseText(formatScenario(scenario), scenario.name)).toEqual({ ok: true, scenario })
    expect(new Set(cells.map(({ scenario }) => scenario.name)).size).toBe(cells.length)
    // Two-phase commit: the coordinator asks, writes, answers and tells; a participant writes, votes, writes and acknowledges.
    expect(cells.filter(({ column }) => column === 'two-phase').length).toBe(2 * (2 + 1 + 1 + 2 + 2 * 4))
  })

  it('blocks two-phase commit from the last vote that is asked for to the first decision that is told', () => {
    expect(blocking('cooperative')).toEqual([
      'n1-send-prepare-n3 after',
      'n1-write-commit before',
      'n1-write-commit after',
      'n1-send-answer-c1 before',
      'n1-send-answer-c1 after',
      'n1-send-decide-n2 before'
    ])
    for (const name of blocking('cooperative')) {
      const [row, moment] = name.split(' ') as [string, Moment]
      expect(at('cooperative', row, moment).blocked).toEqual(['n2', 'n3'])
    }
  })

  it('blocks whoever may ask the coordinator alone until it is told itself', () => {
    expect(at('two-phase', 'n1-send-prepare-n2', 'after').blocked).toEqual(['n2'])
    expect(at('two-phase', 'n1-send-decide-n2', 'after').blocked).toEqual(['n3'])
    expect(at('two-phase', 'n1-send-decide-n3', 'after').blocked).toEqual([])
  })

  it('never blocks three-phase commit, nor Paxos Commit, and never for a participant', () => {
    expect(blocking('three-phase')).toEqual([])
    expect(blocking('paxos')).toEqual([])
    expect(cells.filter(({ row, blocked }) => row.member !== 'n1' && blocked.length > 0)).toEqual([])
  })

  it('turns on the record that is forced: before it the transaction is aborted, after it committed', () => {
    expect(at('two-phase', 'n1-write-commit', 'before').outcome).toBe('aborted')
    expect(at('two-phase', 'n1-write-commit', 'after').outcome).toBe('committed')
    expect(at('two-phase', 'n2-write-prepare', 'before')).toMatchObject({
      outcome: 'aborted',
      locked_ms: expect.closeTo(250, -1) as number
    })
    // Its promise outlives it: it is in doubt when it is back.
    expect(at('two-phase', 'n2-write-prepare', 'after').locked_ms).toBeGreaterThan(3000)
    expect(at('three-phase', 'n1-send-pre-commit-n2', 'before').outcome).toBe('aborted')
    expect(at('three-phase', 'n1-send-pre-commit-n2', 'after').outcome).toBe('committed')
  })

  it('needs no coordinator for a commit whose votes are with the acceptors', () => {
    expect(at('paxos', 'n1-send-prepare-n3', 'after')).toMatchObject({ outcome: 'committed', answer: 'unknown', blocked: [] })
  })

  it('says in words who waited', () => {
    expect(describeFindings(at('cooperative', 'n1-write-commit', 'after'), 'n1')).toMatch(
      /^The transaction is committed\. The client is told nothing\. n2 and n3 wait in doubt for n1 to come back: 3\.\d+ s\./
    )
  })
})
