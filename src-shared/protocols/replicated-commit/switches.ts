/** Deliberate bugs of records, of promises and of locks. */
import type { SwitchDescription } from '../../description/protocol-description'

const HUNT = 'replicated-commit-chaos'
/** Where records are asked for all the time. */
const EXTREMES = 'replicated-commit-chaos-extremes'

export const SWITCHES = [
  {
    name: 'answer-before-record',
    title: 'Record not replicated',
    explanation:
      'The leader of the record’s group tells of a commit before its group has it in the log: with the leader the record is lost.',
    breaks: 'safety',
    exposed_by: EXTREMES
  },
  {
    name: 'overwrite-record',
    title: 'Record overwritten',
    explanation: 'A later decision replaces the record: a gateway commits what a participant has had aborted.',
    breaks: 'safety',
    exposed_by: EXTREMES
  },
  {
    name: 'commit-each-try',
    title: 'Each try commits',
    explanation:
      'The record of a try does not look for others of the same operation: who asks again at another gateway has it done twice.',
    breaks: 'safety',
    exposed_by: HUNT
  },
  {
    name: 'vote-before-replicated',
    title: 'Promise not replicated',
    explanation:
      'The leader of a participant votes yes before its group has the promise in the log: with the leader the promise is lost.',
    breaks: 'safety',
    exposed_by: HUNT
  },
  {
    name: 'presume-abort',
    title: 'Abort presumed without a record',
    explanation:
      'Who asks for a decision that is not recorded is told of an abort, which nothing keeps the gateway from overtaking.',
    breaks: 'safety',
    exposed_by: EXTREMES
  },
  {
    name: 'forget-prepared',
    title: 'A new leader forgets locks',
    explanation: 'A new leader does not lock what its group has promised to commit: others read and write it before the outcome.',
    breaks: 'safety',
    exposed_by: HUNT
  },
  {
    name: 'unlock-in-doubt',
    title: 'Locks released at the vote',
    explanation: 'A leader lets others read and write what its group has promised to commit before the outcome is known.',
    breaks: 'safety',
    exposed_by: HUNT
  },
  {
    name: 'skip-read-locks',
    title: 'Reads without locks',
    explanation: 'Reads take no locks: what a transaction has read may be written by others before it commits.',
    breaks: 'safety',
    exposed_by: HUNT
  }
] as const satisfies readonly SwitchDescription[]
