import type { ComparisonListing, LessonListing, ScenarioListing } from '../../../src-shared/lab-api'
import { SECTIONS } from '../../../src-shared/lessons/sections'
import type { Section } from '../../../src-shared/lessons/sections'
import { titleOfProtocol } from '../scenarios/catalogue'
import { isFound } from '../text/search'

/** A section of the chapter, and what there is to it. */
export interface ChapterSection {
  readonly section: Section
  /** Titles. */
  readonly protocols: readonly string[]
  readonly lessons: readonly LessonListing[]
  readonly scenarios: readonly ScenarioListing[]
  readonly comparisons: readonly ComparisonListing[]
}

/** What the chapter is made of. */
export interface ChapterParts {
  readonly lessons: readonly LessonListing[]
  readonly scenarios: readonly ScenarioListing[]
  readonly comparisons: readonly ComparisonListing[]
}

/** All sections in order; while somebody searches, those with something in which each of the words occurs. */
export function chapterOf({ lessons, scenarios, comparisons }: ChapterParts, searched: string): ChapterSection[] {
  const all = SECTIONS.map((section: Section) => {
    const inTitle = isFound([section.title, section.summary], searched)
    const isWanted = (...texts: readonly string[]) => inTitle || isFound(texts, searched)
    const { protocols } = section
    const titles = protocols.map((name) => titleOfProtocol(name) ?? name)
    const about = [section.title, section.summary, ...titles]
    return {
      section,
      protocols: titles,
      lessons: lessons.filter(
        (lesson) => lesson.section === section.id && isWanted(lesson.title, lesson.outcome, lesson.idea, ...about)
      ),
      scenarios: scenarios.filter(
        (scenario) => scenario.section === section.id && isWanted(scenario.title, scenario.summary, scenario.id)
      ),
      comparisons: comparisons.filter(
        (one) => one.protocols.some((protocol) => protocols.includes(protocol)) && isWanted(one.title, one.summary)
      )
    }
  })
  return searched.trim() === '' ? all : all.filter((one) => !isEmpty(one))
}

/** Nothing of it is there yet. */
export function isEmpty({ lessons, scenarios, comparisons }: ChapterSection): boolean {
  return lessons.length + scenarios.length + comparisons.length === 0
}
