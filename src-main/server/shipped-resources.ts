import type { LessonListing, OpenedLesson } from '../../src-shared/lab-api'
import type { Comparison } from '../../src-shared/scenario/comparison'
import type { SourceParse } from '../../src-shared/scenario/source'
import type { FindShipped } from './chosen-scenario'

/** A shipped comparison's name and what it says. */
export interface ShippedComparison {
  readonly id: string
  readonly parse: SourceParse<Comparison>
}

/** What is shipped with the program. */
export interface ShippedResources {
  readonly scenario: FindShipped
  /** In the order of the chapter. */
  lessons(): LessonListing[]
  /** Throws `LabError` where there is none of that name. */
  lesson(id: string): OpenedLesson
  comparisons(): readonly ShippedComparison[]
}
