/** Lessons that are shipped, and those that people write: a Markdown file, and scenarios of its own in the same folder. */
import { existsSync, readdirSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { METRICS } from '../../src-shared/protocols/metrics'
import { parseLesson } from '../../src-shared/lessons/parse'
import type { Lesson } from '../../src-shared/lessons/lesson'
import { SECTION_IDS } from '../../src-shared/lessons/sections'
import { runsOf } from '../../src-shared/lessons/runs'
import type { LessonListing, OpenedLesson } from '../../src-shared/lab-api'
import { formatScenarioError } from '../../src-shared/scenario/parse'
import type { SourceParse } from '../../src-shared/scenario/source'
import { LabError } from '../lab/lab-error'
import { parseText } from '../lab/scenario-files/listing'
import { shippedScenarios } from '../lab/scenario-files/scenarios'
import type { ScenarioFile } from '../lab/scenario-files/scenarios'
import { readText, shippedFolder } from '../lab/scenario-files/source-file'

const LESSON = '.md'
const SCENARIO = '.yaml'
const SHIPPED = shippedFolder('lessons')

export interface LessonFile {
  /** The file's name without `.md`. */
  readonly id: string
  readonly path: string
  readonly text: string
  readonly parse: SourceParse<Lesson>
}

/** Reads a lesson by path or by the name of a shipped one. Throws an error with one sentence when there is no such file. */
export function readLesson(path_or_name: string): LessonFile {
  const path = shippedPath(path_or_name) ?? path_or_name
  const text = readText(path, 'lesson')
  const id = basename(path, LESSON)
  const scenarios = [...ownScenarios(path), ...shippedScenarios().map((scenario) => scenario.id)]
  return { id, path, text, parse: parseLesson(text, path, id, { scenarios, metrics: METRICS.map(({ name }) => name) }) }
}

/** All shipped lessons, in the order of the chapter. */
export function shippedLessons(): LessonFile[] {
  return shippedPaths().map(readLesson).sort(byPlace)
}

/** A scenario that a lesson names: one beside it, or a shipped one. */
export function scenarioOfLesson(lesson_path: string, name: string): ScenarioFile {
  const own = join(dirname(lesson_path), `${name}${SCENARIO}`)
  if (!existsSync(own)) return shippedScenarios().find(({ id }) => id === name)!
  const text = readText(own, 'scenario')
  return { id: name, path: own, text, parse: parseText(text, own) }
}

/** What the list of lessons shows of it; nothing of one with mistakes, which are for whoever writes it. */
export function listLesson({ id, parse }: LessonFile): LessonListing[] {
  if (!parse.ok) return []
  const { title, section, order, minutes, outcome, idea, after, steps } = parse.value
  return [{ id, title, section, order, minutes, outcome, idea, after, steps: steps.length }]
}

/** A shipped lesson with the scenarios that it names; a page may name no file. Throws a {@link LabError}. */
export function openLesson(id: string): OpenedLesson {
  const path = shippedPath(id)
  if (path === undefined) throw new LabError(`there is no lesson named ${id}`)
  const { parse } = readLesson(path)
  if (!parse.ok) throw new LabError(parse.errors.map(formatScenarioError).join('\n'))
  const names = runsOf(parse.value).flatMap(({ scenario }) => scenario ?? [])
  return { lesson: parse.value, scenarios: Object.fromEntries(names.map((name) => [name, scenarioOfLesson(path, name).text])) }
}

function ownScenarios(lesson_path: string): string[] {
  return readdirSync(dirname(lesson_path))
    .filter((name) => name.endsWith(SCENARIO))
    .map((name) => basename(name, SCENARIO))
}

function shippedPath(name: string): string | undefined {
  return shippedPaths().find((shipped) => basename(shipped, LESSON) === name)
}

function shippedPaths(): string[] {
  if (!existsSync(SHIPPED)) return []
  const names = readdirSync(SHIPPED, { recursive: true, encoding: 'utf8' })
  return names.filter((name) => name.endsWith(LESSON)).map((name) => join(SHIPPED, name))
}

/** Those with mistakes come last. */
function byPlace(a: LessonFile, b: LessonFile): number {
  return placeOf(a) - placeOf(b) || (a.id < b.id ? -1 : 1)
}

function placeOf({ parse }: LessonFile): number {
  return parse.ok ? SECTION_IDS.indexOf(parse.value.section) * 100 + parse.value.order : Infinity
}
