import { dirname } from 'node:path'
import { describe, expect, it } from 'vitest'
import { formatScenarioError } from '../../../src-shared/scenario/parse'
import { scenarioOfLesson, shippedLessons } from '../../../src-main/lessons/lesson-files'
import { readThrough } from '../../../src-main/lessons/read-through'
import { simulate } from '../../../src-main/lab/run/simulate'
import { findProtocol } from '../../../src-node/protocols/registry'
import { runsOf } from '../../../src-shared/lessons/runs'
import type { Scenario } from '../../../src-shared/scenario/schema'

const lessons = shippedLessons()

function scenarioOf(path: string, name: string): Scenario {
  const { parse } = scenarioOfLesson(path, name)
  if (!parse.ok) throw new Error(parse.errors.map(formatScenarioError).join('\n'))
  return parse.scenario
}

describe('every shipped lesson', () => {
  it.each(lessons.map((file) => [file.id, file] as const))(
    '%s holds: its runs reach their ends, its claims and figures are true, every answer gets one',
    (_, { path, parse }) => {
      if (!parse.ok) throw new Error(parse.errors.map(formatScenarioError).join('\n'))
      const reports = readThrough(parse.value, (name) => scenarioOf(path, name))
      expect(reports.flatMap(({ title, mistakes }) => mistakes.map((mistake) => `${title}: ${mistake}`))).toEqual([])
    }
  )

  it('has three hints where something is to be tried, of which the last does it', () => {
    const counts = lessons
      .flatMap(({ parse }) => (parse.ok ? runsOf(parse.value) : []))
      .flatMap((run) => ('hints' in run ? run.hints.length : []))
    expect(new Set(counts)).toEqual(new Set([3]))
  })

  it('has its place in its section to itself, and follows lessons that exist', () => {
    const places = lessons.flatMap(({ parse }) => (parse.ok ? `${parse.value.section} ${parse.value.order}` : []))
    expect(new Set(places).size).toBe(places.length)
    const ids = lessons.map(({ id }) => id)
    for (const { parse } of lessons) if (parse.ok) expect(ids).toEqual(expect.arrayContaining([...parse.value.after]))
  })
})

/** Scenarios that stand beside lessons are scenarios like others. */
const own = new Map(
  lessons.flatMap(({ path, parse }) => {
    const names = parse.ok ? runsOf(parse.value).flatMap(({ scenario }) => scenario ?? []) : []
    return names.flatMap((name): [string, Scenario][] => {
      const file = scenarioOfLesson(path, name)
      return dirname(file.path) === dirname(path) ? [[name, scenarioOf(path, name)]] : []
    })
  })
)
const ending = [...own].filter(([, { duration }]) => duration !== undefined)
it.each(ending)('the scenario %s of a lesson does what it says', (_, scenario) => {
  const { result } = simulate({ scenario, protocol: findProtocol(scenario.cluster.protocol), seed: scenario.seed })
  expect(result.expectations.filter(({ met }) => !met)).toEqual([])
  // Models may be violated: that is what some of them show.
  const invariants = result.checks.find(({ name }) => name === 'invariants')
  expect(invariants?.verdict ?? 'holds').toBe('holds')
})
