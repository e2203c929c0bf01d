/** What is shipped with the program, as texts in the bundle. */
import { LabError } from '../src-main/lab/lab-error'
import { listScenario, parseText } from '../src-main/lab/scenario-files/listing'
import { preparedListings } from '../src-main/lab/scenario-files/prepared-listings'
import type { ShippedScenario } from '../src-main/server/chosen-scenario'
import type { ShippedComparison, ShippedResources } from '../src-main/server/shipped-resources'
import { byPlace, listLesson, openedLesson, parseLessonText } from '../src-main/lessons/lesson-listing'
import type { LessonListing, OpenedLesson, ScenarioListing } from '../src-shared/lab-api'
import { parseComparison } from '../src-shared/scenario/comparison'
import { WORLD } from '../src-shared/scenario/world'

const TEXTS = import.meta.glob<string>('../resources/scenarios/*/*.yaml', { query: '?raw', import: 'default', eager: true })

/** Names in order, each with the file's path. */
const paths: ReadonlyMap<string, string> = new Map(
  Object.keys(TEXTS)
    .map((path) => [nameOf(path), path] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
)
let listings: ScenarioListing[] | null = null

/** Null: none has that name. */
function shippedScenario(id: string): ShippedScenario | null {
  const text = textOf(id)
  return text === undefined ? null : { id, text, parse: parseText(text, id) }
}

/** Names of all scenarios. */
export function shippedNames(): string[] {
  return [...paths.keys()]
}

/** The catalogue; parsed only where the build has not prepared it. */
export function shippedListings(): ScenarioListing[] {
  return (listings ??= [...paths].map(
    ([id, path]) => preparedListings[id]?.listing ?? listScenario({ id, path, parse: parseText(TEXTS[path]!, id) })
  ))
}

function textOf(id: string): string | undefined {
  const path = paths.get(id)
  return path === undefined ? undefined : TEXTS[path]
}

const LESSONS = import.meta.glob<string>('../resources/lessons/*/*.md', { query: '?raw', import: 'default', eager: true })
/** Scenarios that stand beside lessons, by their path. */
const BESIDE = import.meta.glob<string>('../resources/lessons/*/*.yaml', { query: '?raw', import: 'default', eager: true })

/** All lessons, in the order of the chapter. */
function lessonListings(): LessonListing[] {
  return Object.keys(LESSONS)
    .map((path) => ({ id: nameOf(path), parse: parseLessonAt(path) }))
    .sort(byPlace)
    .flatMap(listLesson)
}

/** With the scenarios that it names. Throws a {@link LabError} where there is none of that name. */
function shippedLesson(id: string): OpenedLesson {
  const path = Object.keys(LESSONS).find((one) => nameOf(one) === id)
  if (path === undefined) throw new LabError(`there is no lesson named ${id}`)
  return openedLesson(parseLessonAt(path), (name) => BESIDE[`${folderOf(path)}/${name}.yaml`] ?? textOf(name)!)
}

const COMPARISONS = import.meta.glob<string>('../resources/comparisons/*.yaml', { query: '?raw', import: 'default', eager: true })

function shippedComparisons(): ShippedComparison[] {
  return Object.entries(COMPARISONS)
    .map(([path, text]) => ({ id: nameOf(path), parse: parseComparison(text, nameOf(path), WORLD) }))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
}

export const shipped: ShippedResources = {
  scenario: shippedScenario,
  lessons: lessonListings,
  lesson: shippedLesson,
  comparisons: shippedComparisons
}

function parseLessonAt(path: string) {
  const beside = Object.keys(BESIDE).filter((one) => folderOf(one) === folderOf(path))
  return parseLessonText(LESSONS[path]!, path, nameOf(path), [...beside.map(nameOf), ...paths.keys()])
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'))
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1, path.lastIndexOf('.'))
}
