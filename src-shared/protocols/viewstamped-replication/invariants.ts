/** What never happens in Viewstamped Replication, whatever fails, as long as no more than a minority has forgotten its log at once. */
import type { InvariantDescription } from '../../description/protocol-description'

export const INVARIANTS = [
  {
    name: 'log-well-formed',
    title: 'Logs have no holes',
    explanation:
      'Op-numbers follow on each other, and the views in which they were given never go down (Liskov and Cowling 2012, §4.1).'
  },
  {
    name: 'election-safety',
    title: 'One primary in a view',
    explanation: 'No two nodes are primary in the same view (§4).'
  },
  {
    name: 'log-matching',
    title: 'A viewstamp has one request',
    explanation: 'Requests with the same view and op-number are the same, and so is all that stands before them (§4.1).'
  },
  {
    name: 'leader-completeness',
    title: 'A view keeps what was committed',
    explanation: 'The log with which a view starts holds every request that was committed in earlier views (§4.2).'
  },
  {
    name: 'committed-stays',
    title: 'Committed requests stay',
    explanation: 'Nothing that a node has committed is replaced or dropped (§4.2).'
  },
  {
    name: 'acknowledged-kept',
    title: 'Acknowledged writes are kept',
    explanation: 'A write that was answered with ok is committed, and every later view has it.'
  },
  {
    name: 'state-machine-safety',
    title: 'Carried out in one order',
    explanation: 'All nodes carry out the same requests in the same order, and leave none out (§4.1).'
  },
  {
    name: 'prepared-by-quorum',
    title: 'A quorum prepares what is committed',
    explanation: 'A primary commits a request once it and f other nodes have it in their logs (§4.1).'
  },
  {
    name: 'views-forward',
    title: 'Views never go back',
    explanation: 'A node takes part in no view below one that it has been in, also after a restart.'
  },
  {
    name: 'newest-log-chosen',
    title: 'The newest log starts the view',
    explanation:
      'A view starts with the logs of f + 1 nodes known; of those that were last normal in the latest view the longest is taken (§4.2).'
  },
  {
    name: 'recovered-by-quorum',
    title: 'A quorum tells who recovers',
    explanation:
      'A node that has lost its log has the answers of f + 1 others, the primary of their latest view among them (§4.3).'
  }
] as const satisfies readonly InvariantDescription[]
