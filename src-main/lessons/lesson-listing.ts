/** What a lesson's text says, and how pages are told of it; nothing here needs files. */
import type { LessonListing, OpenedLesson } from '../../src-shared/lab-api'
import type { Lesson } from '../../src-shared/lessons/lesson'
import { parseLesson } from '../../src-shared/lessons/parse'
import { runsOf } from '../../src-shared/lessons/runs'
import { SECTION_IDS } from '../../src-shared/lessons/sections'
import { METRICS } from '../../src-shared/protocols/metrics'
import { formatScenarioError } from '../../src-shared/scenario/parse'
import type { SourceParse } from '../../src-shared/scenario/source'
import { LabError } from '../lab/lab-error'

type LessonParse = SourceParse<Lesson>

/** Parses a lesson and holds it against what exists. `scenarios`: names that it may use. */
export function parseLessonText(text: string, file: string, id: string, scenarios: readonly string[]): LessonParse {
  return parseLesson(text, file, id, { scenarios, metrics: METRICS.map(({ name }) => name) })
}

/** What the list of lessons shows of it; nothing of one with mistakes, which are for whoever writes it. */
export function listLesson({ id, parse }: { readonly id: string; readonly parse: LessonParse }): LessonListing[] {
  if (!parse.ok) return []
  const { title, section, order, minutes, outcome, idea, after, steps } = parse.value
  return [{ id, title, section, order, minutes, outcome, idea, after, steps: steps.length }]
}

/** With the scenarios that it names. Throws a {@link LabError} where it has mistakes. */
export function openedLesson(parse: LessonParse, textOf: (scenario: string) => string): OpenedLesson {
  if (!parse.ok) throw new LabError(parse.errors.map(formatScenarioError).join('\n'))
  const names = runsOf(parse.value).flatMap(({ scenario }) => scenario ?? [])
  return { lesson: parse.value, scenarios: Object.fromEntries(names.map((name) => [name, textOf(name)])) }
}

/** In the order of the chapter; those with mistakes come last. */
export function byPlace(a: { readonly parse: LessonParse }, b: { readonly parse: LessonParse }): number {
  return placeOf(a) - placeOf(b)
}

function placeOf({ parse }: { readonly parse: LessonParse }): number {
  return parse.ok ? SECTION_IDS.indexOf(parse.value.section) * 100 + parse.value.order : Infinity
}
