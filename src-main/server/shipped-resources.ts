import type { LessonListing, OpenedLesson } from '../../src-shared/lab-api'
import type { Comparison } from '../../src-shared/scenario/comparison'
import type { SourceParse } from '../../src-shared/scenario/source'
import type { FindScenario } from './chosen-scenario'

/** A shipped comparison's name and what it says. */
export interface ShippedComparison {
  readonly id: string
  readonly parse: SourceParse<Comparison>
}

/** What is shipped with the program; a browser's tab loads it when it is first asked for. */
export interface ShippedResources {
  /** Null: none has that name. */
  readonly scenario: FindScenario
  /** In the order of the chapter. */
  lessons(): Promise<LessonListing[]>
  /** Rejects with `LabError` where there is none of that name. */
  lesson(id: string): Promise<OpenedLesson>
  comparisons(): Promise<readonly ShippedComparison[]>
}
