/** What the kinds of charts have in common. A protocol declares what is shown; how that is drawn is the kind's, in a file for each. */
import type { ChartDefinition } from '../definition'

/** A chart's head: all that it is but what it draws. */
export type ChartHead = Omit<ChartDefinition, 'build'>
