/** The table's rows, and the run of each cell: what members do, and when, is taken from a run in which nobody dies. */
import { findProtocol } from '../../../src-node/protocols/registry'
import { MOMENTS } from '../../../src-shared/commit-window'
import type { Moment, WindowCell, WindowRow } from '../../../src-shared/commit-window'
import { formatScenario } from '../../../src-shared/scenario/format'
import type { Scenario } from '../../../src-shared/scenario/schema'
import { simulate } from '../../lab/run/simulate'
import type { CommitTesters } from '../jobs'
import { observeSteps } from './member-steps'
import type { MemberStep } from './member-steps'
import { calmScenario, CLIENT, COLUMNS, crashScenario } from './scenario'
import type { Crash } from './scenario'

/** Each run of the table is one simulation; other seeds show the same with other delays. */
export const DEFAULT_SEED = 1

/** A cell before its run. */
interface CellPlan {
  readonly row: WindowRow
  readonly column: string
  readonly moment: Moment
  readonly scenario: Scenario
}

export interface WindowPlan {
  readonly rows: readonly WindowRow[]
  /** Row by row. */
  readonly cells: readonly CellPlan[]
  readonly seed: number
}

/** What counts as a step of the commit, in its order; whatever else members do is no row. The receiver follows the words. */
const STEPS: readonly (readonly [kind: MemberStep['kind'], part: string, words: string])[] = [
  ['send', 'prepare', 'sends prepare to'],
  ['write', 'prepare', 'writes that it is prepared'],
  ['send', 'vote', 'sends its vote to'],
  ['send', 'accept', 'sends its vote to acceptor'],
  ['write', 'accept', 'writes a vote that it accepts'],
  ['send', 'accepted', 'sends what it has accepted to'],
  ['send', 'pre-commit', 'sends pre-commit to'],
  ['write', 'pre-commit', 'writes the pre-commit'],
  ['send', 'pre-committed', 'acknowledges the pre-commit to'],
  ['write', 'commit', 'writes its decision'],
  ['send', 'answer', 'answers client'],
  ['send', 'decide', 'sends the decision to'],
  ['write', 'decision', 'writes the decision'],
  ['send', 'acknowledge', 'acknowledges the decision to']
]

/** A step with its row. `rank`: its place in the table. */
interface NamedStep {
  readonly step: MemberStep
  readonly row: WindowRow
  readonly rank: readonly number[]
}

export function windowPlan(seed = DEFAULT_SEED): WindowPlan {
  const columns = COLUMNS.map((settings) => {
    const calm = calmScenario(settings)
    return { id: settings.id, calm, named: namedSteps(stepsOf(calm, seed)) }
  })
  const ordered = columns.flatMap(({ named }) => named).sort((a, b) => compare(a.rank, b.rank))
  const rows = [...new Map(ordered.map(({ row }) => [row.id, row])).values()]
  const cells = rows.flatMap((row) =>
    columns.flatMap(({ id, calm, named }) => {
      const found = named.find((one) => one.row.id === row.id)
      if (found === undefined) return []
      const steps = named.map(({ step }) => step)
      return MOMENTS.map((moment): CellPlan => {
        const crash = crashAt(found, moment, steps)
        return { row, column: id, moment, scenario: crashScenario(calm, crash, `${row.id}-${moment}`) }
      })
    })
  )
  return { rows, cells, seed }
}

/** Begins every run; they are done in about their order. */
export function testAll({ cells, seed }: WindowPlan, testers: CommitTesters): readonly Promise<WindowCell>[] {
  return cells.map(async ({ row, column, moment, scenario }) => ({
    row: row.id,
    column,
    moment,
    seed,
    scenario: formatScenario(scenario),
    ...(await testers.testCommit(scenario, seed))
  }))
}

function stepsOf(calm: Scenario, seed: number): readonly MemberStep[] {
  const { protocol, steps } = observeSteps(findProtocol(calm.cluster.protocol), CLIENT)
  simulate({ scenario: calm, protocol, seed })
  return steps
}

/** Those of the commit, each with the row that it has in the table. */
function namedSteps(steps: readonly MemberStep[]): NamedStep[] {
  const seen = new Map<string, number>()
  return steps.flatMap((step): NamedStep[] => {
    const { member, kind, parts, to } = step
    const place = STEPS.findIndex(([of, part]) => of === kind && part === parts[0])
    if (place < 0) return []
    const [, part, words] = STEPS[place]!
    const name = [member, kind, part, ...(to === null ? [] : [to])].join('-')
    const times = seen.get(name) ?? 0
    seen.set(name, times + 1)
    const title = `${words}${to === null ? '' : ` ${to}`}${times > 0 ? ` (${times + 1})` : ''}`
    const rank = [memberRank(member), place, to === null ? 0 : memberRank(to), times]
    return [{ step, rank, row: { id: times > 0 ? `${name}-${times + 1}` : name, member, title } }]
  })
}

/** Members are named n1, n2, n3. */
function memberRank(member: string): number {
  return Number(member.slice(1))
}

/** A write that is under way is lost with its node; of what leaves in one moment a crash lets the first out and keeps the rest. */
function crashAt({ step, row }: NamedStep, moment: Moment, steps: readonly MemberStep[]): Crash {
  const { member, kind, begun_us, done_us } = step
  const when = `${moment === 'before' ? 'before' : 'after'} it ${row.title}`
  if (kind === 'write' && moment === 'before') return { member, at_us: begun_us, unsent: [], when }
  const together = steps.filter((other) => other.member === member && other.done_us === done_us)
  const unsent = together.slice(together.indexOf(step) + (moment === 'before' ? 0 : 1)).flatMap(({ to }) => to ?? [])
  return { member, at_us: done_us, unsent, when }
}

function compare(a: readonly number[], b: readonly number[]): number {
  const differs = a.findIndex((value, i) => value !== b[i])
  return differs < 0 ? 0 : a[differs]! - b[differs]!
}
