/** Deliberate bugs of Viewstamped Replication, each with what it breaks and the scenario that brings it to light. */
import type { SwitchDescription } from '../../description/protocol-description'

const HUNT = 'viewstamped-chaos'

export const SWITCHES = [
  {
    name: 'view-unsaved',
    title: 'The view in memory alone',
    explanation:
      'A node does not write down which view it has come to, as published in 2012: after a crash it recovers into an earlier one, though its log may still be counted for the later.',
    breaks: 'safety',
    exposed_by: HUNT
  },
  {
    name: 'restart-as-new',
    title: 'No recovery after a restart',
    explanation: 'A node that has lost its log goes on at once as if there had been nothing in it.',
    breaks: 'safety',
    exposed_by: 'viewstamped-amnesia'
  },
  {
    name: 'recover-from-first',
    title: 'LogRecovered from the first answer',
    explanation: 'A node recovers from whoever answers first, though that one may have missed a later view.',
    breaks: 'safety',
    exposed_by: HUNT
  },
  {
    name: 'recovering-votes',
    title: 'Recovering nodes in view changes',
    explanation: 'A node that has lost its log takes part in view changes with what it has: nothing.',
    breaks: 'safety',
    exposed_by: 'viewstamped-amnesia'
  },
  {
    name: 'longest-log',
    title: 'The longest log wins',
    explanation: 'A view starts with the longest log, though a shorter one comes from a later view.',
    breaks: 'safety',
    exposed_by: HUNT
  },
  {
    name: 'start-view-alone',
    title: 'View started with one log',
    explanation: 'The next primary starts its view with its own log, and does not wait for those of others.',
    breaks: 'safety',
    exposed_by: HUNT
  },
  {
    name: 'join-at-once',
    title: 'Part of a view before its log',
    explanation: 'A node that hears of a later view counts itself to it before it has the log of that view.',
    breaks: 'safety',
    exposed_by: 'viewstamped-start-lost'
  },
  {
    name: 'old-view-accepted',
    title: 'Requests of an old view accepted',
    explanation: 'A node takes requests from the primary of an earlier view, so that a primary that was replaced goes on.',
    breaks: 'safety',
    exposed_by: HUNT
  },
  {
    name: 'prepare-ok-unseen',
    title: 'Acknowledged what it lacks',
    explanation: 'A node acknowledges everything that the primary has, also requests that were lost on the way.',
    breaks: 'safety',
    exposed_by: HUNT
  },
  {
    name: 'commit-alone',
    title: 'Committed by the primary alone',
    explanation: 'A primary commits a request as soon as it has it itself.',
    breaks: 'safety',
    exposed_by: HUNT
  },
  {
    name: 'stale-reads',
    title: 'Reads without asking anybody',
    explanation: 'A primary answers reads at once, so one that was replaced while it was cut off answers with old values.',
    breaks: 'safety',
    exposed_by: 'viewstamped-view-change'
  },
  {
    name: 'apply-retries',
    title: 'Retries carried out again',
    explanation: 'A request that stands in the log twice, as its client asked twice, takes effect twice.',
    breaks: 'safety',
    exposed_by: HUNT
  }
] as const satisfies readonly SwitchDescription[]
