/** What the first minute points at, in order. What is not on screen is left out. */
export interface TourStop {
  readonly name: 'nodes' | 'leader' | 'links' | 'clients' | 'dock' | 'transport' | 'learn'
  /** Finds what is pointed at. */
  readonly at: string
  readonly title: string
  readonly text: string
  /** Where the words stand if there is room. */
  readonly side: 'top' | 'right' | 'bottom' | 'left'
}

/** Of the canvas, whether as circles or on the ring of many. */
export const A_NODE = '[data-testid^=node-][data-process]'

/** `crash_hint`: what the protocol says is worth trying. */
export function tourStops(crash_hint: string | undefined): TourStop[] {
  return [
    {
      name: 'nodes',
      at: `${A_NODE}:not([data-role=leader])`,
      title: 'Nodes',
      text: 'Each circle is one member of the cluster, with a log, a disk and a clock of its own. Select it to see what it holds.',
      side: 'right'
    },
    {
      name: 'leader',
      at: `${A_NODE}[data-role=leader]`,
      title: 'The leader',
      text: `The star marks the node that orders the writes; the others copy its log. ${crash_hint ?? ''}`.trim(),
      side: 'right'
    },
    {
      name: 'links',
      at: '[data-testid^=link-]',
      title: 'Links',
      text: 'Click the middle of a link to cut it, and again to heal it. Drag a frame around nodes to cut them off together.',
      side: 'bottom'
    },
    {
      name: 'clients',
      at: '[data-testid^=client-], [data-testid=clients]',
      title: 'Clients',
      text: 'Clients read and write all the time. What they were told is kept, and checked when the run ends.',
      side: 'top'
    },
    {
      name: 'dock',
      at: '[data-tour=dock]',
      title: 'What happened',
      text: 'Charts, faults, logs, messages and operations share one time axis. Whatever you do to the cluster shows here.',
      side: 'top'
    },
    {
      name: 'transport',
      at: '[data-testid=transport]',
      title: 'Back in time',
      text: 'Drag the bar to an earlier moment, step by event with comma and full stop, or press V to replay the last fault slowly.',
      side: 'top'
    },
    {
      name: 'learn',
      at: '[data-testid=view-learn]',
      title: 'Lessons',
      text: 'A lesson asks what will happen, lets the cluster do it, and says why. The first one takes ten minutes.',
      side: 'right'
    }
  ]
}
