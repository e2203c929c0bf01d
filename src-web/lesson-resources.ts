/** Lessons with their scenarios, and comparisons, as texts of a part of the bundle that is loaded when somebody learns or compares. */
import { LabError } from '../src-main/lab/lab-error'
import { byPlace, listLesson, openedLesson, parseLessonText } from '../src-main/lessons/lesson-listing'
import type { ShippedComparison } from '../src-main/server/shipped-resources'
import type { LessonListing, OpenedLesson } from '../src-shared/lab-api'
import { parseComparison } from '../src-shared/scenario/comparison'
import { WORLD } from '../src-shared/scenario/world'
import { nameOf } from './file-name'
import { shippedNames } from './scenario-resources'
import { textOf } from './scenario-texts'

const LESSONS = import.meta.glob<string>('../resources/lessons/*/*.md', { query: '?raw', import: 'default', eager: true })
/** Scenarios that stand beside lessons, by their path. */
const BESIDE = import.meta.glob<string>('../resources/lessons/*/*.yaml', { query: '?raw', import: 'default', eager: true })

/** All lessons, in the order of the chapter. */
export function lessonListings(): LessonListing[] {
  return Object.keys(LESSONS)
    .map((path) => ({ id: nameOf(path), parse: parseLessonAt(path) }))
    .sort(byPlace)
    .flatMap(listLesson)
}

/** With the scenarios that it names. Throws a {@link LabError} where there is none of that name. */
export function shippedLesson(id: string): OpenedLesson {
  const path = Object.keys(LESSONS).find((one) => nameOf(one) === id)
  if (path === undefined) throw new LabError(`there is no lesson named ${id}`)
  return openedLesson(parseLessonAt(path), (name) => BESIDE[`${folderOf(path)}/${name}.yaml`] ?? textOf(name)!)
}

const COMPARISONS = import.meta.glob<string>('../resources/comparisons/*.yaml', { query: '?raw', import: 'default', eager: true })

export function shippedComparisons(): ShippedComparison[] {
  return Object.entries(COMPARISONS)
    .map(([path, text]) => ({ id: nameOf(path), parse: parseComparison(text, nameOf(path), WORLD) }))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
}

function parseLessonAt(path: string) {
  const beside = Object.keys(BESIDE).filter((one) => folderOf(one) === folderOf(path))
  return parseLessonText(LESSONS[path]!, path, nameOf(path), [...beside.map(nameOf), ...shippedNames])
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'))
}
