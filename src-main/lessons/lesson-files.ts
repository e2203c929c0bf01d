/** Lessons that are shipped, and those that people write: a Markdown file, and scenarios of its own in the same folder. */
import { existsSync, readdirSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { Lesson } from '../../src-shared/lessons/lesson'
import type { OpenedLesson } from '../../src-shared/lab-api'
import type { SourceParse } from '../../src-shared/scenario/source'
import { LabError } from '../lab/lab-error'
import { readScenario, shippedScenarioNames } from '../lab/scenario-files/scenarios'
import type { ScenarioFile } from '../lab/scenario-files/scenarios'
import { byPlace, openedLesson, parseLessonText } from './lesson-listing'
import { pathOfShipped, readText, shippedFolder, shippedPaths } from '../lab/scenario-files/source-file'

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
  const path = pathOfShipped(SHIPPED, path_or_name, LESSON) ?? path_or_name
  const text = readText(path, 'lesson')
  const id = basename(path, LESSON)
  const scenarios = [...ownScenarios(path), ...shippedScenarioNames()]
  return { id, path, text, parse: parseLessonText(text, path, id, scenarios) }
}

/** All shipped lessons, in the order of the chapter. */
export function shippedLessons(): LessonFile[] {
  return shippedPaths(SHIPPED, LESSON).map(readLesson).sort(byPlace)
}

/** A scenario that a lesson names: one beside it, or a shipped one. */
export function scenarioOfLesson(lesson_path: string, name: string): ScenarioFile {
  const own = join(dirname(lesson_path), `${name}${SCENARIO}`)
  return readScenario(existsSync(own) ? own : name)
}

/** A shipped lesson with the scenarios that it names; a page may name no file. Throws a {@link LabError}. */
export function openLesson(id: string): OpenedLesson {
  const path = pathOfShipped(SHIPPED, id, LESSON)
  if (path === undefined) throw new LabError(`there is no lesson named ${id}`)
  return openedLesson(readLesson(path).parse, (name) => scenarioOfLesson(path, name).text)
}

function ownScenarios(lesson_path: string): string[] {
  return readdirSync(dirname(lesson_path))
    .filter((name) => name.endsWith(SCENARIO))
    .map((name) => basename(name, SCENARIO))
}
