/** What is shipped with the program. */
import type { ShippedResources } from '../src-main/server/shipped-resources'
import { shippedScenario } from './scenario-resources'

const loadLessons = () => import('./lesson-resources')

export const shipped: ShippedResources = {
  scenario: shippedScenario,
  lessons: async () => (await loadLessons()).lessonListings(),
  lesson: async (id) => (await loadLessons()).shippedLesson(id),
  comparisons: async () => (await loadLessons()).shippedComparisons()
}
