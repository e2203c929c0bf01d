/** What never happens among honest nodes, as long as fewer than a third of all lie. */
import type { InvariantDescription } from '../../description/protocol-description'

export const INVARIANTS = [
  {
    name: 'agreement',
    title: 'Honest nodes carry out the same',
    explanation: 'No two honest nodes commit or carry out different batches under one sequence number (§4.2, safety).'
  },
  {
    name: 'one-batch-a-view',
    title: 'One batch is prepared',
    explanation: 'No two honest nodes have different batches prepared under one number in one view (§4.2).'
  },
  {
    name: 'carried-out-in-order',
    title: 'Batches are carried out in order',
    explanation: 'An honest node carries out each number after the one before, unless it takes over a state (§4.2).'
  },
  {
    name: 'requests-are-clients',
    title: 'Clients have asked for it',
    explanation: 'Honest nodes carry out no request that no client has made (§4.1).'
  },
  {
    name: 'votes-of-quorum',
    title: 'A quorum votes',
    explanation:
      'An honest node takes a batch for prepared or committed, and a checkpoint for stable, with votes of a quorum of different nodes (§4.2, §4.3).'
  },
  {
    name: 'window-kept',
    title: 'Numbers stay within the window',
    explanation:
      'An honest node takes proposals for numbers above its stable checkpoint, and at most twice the distance of checkpoints above it (§4.2).'
  },
  {
    name: 'checkpoints-equal',
    title: 'Checkpoints are equal',
    explanation: 'No two honest nodes take different states under one number for stable, and none has another itself (§4.3).'
  },
  {
    name: 'views-forward',
    title: 'Views go forward',
    explanation: 'An honest node never goes back to an earlier view, also when it restarts (§4.4).'
  },
  {
    name: 'answers-carried-out',
    title: 'What is answered was carried out',
    explanation: 'A write that a client takes for done has been carried out by an honest node, tentatively at least (§4.1).'
  },
  {
    name: 'answers-kept',
    title: 'What is answered is not undone',
    explanation:
      'A write that a client takes for done is committed, or carried out tentatively by so many honest nodes that it outlives every view change (journal version, §5.1.2).'
  }
] as const satisfies readonly InvariantDescription[]
