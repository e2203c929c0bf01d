/** Deliberate bugs of honest nodes, each with what it breaks and the scenario that brings it to light. */
import type { SwitchDescription } from '../../description/protocol-description'

const HUNT = 'pbft-chaos'
const ONE_LIAR = 'pbft-one-liar'

export const SWITCHES = [
  {
    name: 'digests-ignored',
    title: 'Prepares counted for any batch',
    explanation: 'A node counts prepares for its proposal whose digest is that of another batch.',
    breaks: 'safety',
    exposed_by: ONE_LIAR
  },
  {
    name: 'commit-one-short',
    title: 'Committed by one vote too few',
    explanation: 'A node takes a batch for committed with 2f commits in place of 2f + 1.',
    breaks: 'safety',
    exposed_by: ONE_LIAR
  },
  {
    name: 'prepared-forgotten',
    title: 'View changes without what was prepared',
    explanation:
      'A node that asks for a view keeps to itself what it has prepared: the next primary gives the numbers away again.',
    breaks: 'safety',
    exposed_by: HUNT
  },
  {
    name: 'new-view-unchecked',
    title: 'New views taken on trust',
    explanation:
      'A backup does not compute what a new primary has to propose: a liar proposes no-ops in place of what was committed.',
    breaks: 'safety',
    exposed_by: 'pbft-false-new-view'
  },
  {
    name: 'decided-unchecked',
    title: 'Decided batches taken on trust',
    explanation: 'A node that lags carries out what it is sent as decided, whoever has voted for it.',
    breaks: 'safety',
    exposed_by: HUNT
  },
  {
    name: 'checkpoint-alone',
    title: 'Checkpoints without a proof',
    explanation:
      'A node takes its own checkpoint for stable at once, and lets go of what is older, though no quorum has signed it.',
    breaks: 'safety',
    exposed_by: 'pbft-catching-up'
  },
  {
    name: 'window-ignored',
    title: 'Watermarks not kept',
    explanation: 'A node takes proposals however far they are above its stable checkpoint.',
    breaks: 'safety',
    exposed_by: 'pbft-chaos-extremes'
  },
  {
    name: 'requests-unsigned',
    title: 'Clients’ signatures not checked',
    explanation:
      'A backup votes for a batch whoever has signed its requests: a lying primary writes what no client has asked for.',
    breaks: 'safety',
    exposed_by: HUNT
  },
  {
    name: 'view-unsaved',
    title: 'Views forgotten',
    explanation: 'A node that restarts does not know which view it was in, and takes part in one that it has left.',
    breaks: 'safety',
    exposed_by: HUNT
  },
  {
    name: 'apply-retries',
    title: 'Requests carried out twice',
    explanation: 'A request that is proposed again in a later view, or asked for again, takes effect again.',
    breaks: 'safety',
    exposed_by: HUNT
  },
  {
    name: 'tentative-unmarked',
    title: 'Tentative answers given as final',
    explanation: 'A node does not say that its answer may yet be undone: clients take f + 1 of them for done.',
    breaks: 'safety',
    exposed_by: 'pbft-tentative-undone'
  },
  {
    name: 'tentative-kept',
    title: 'Tentative state kept',
    explanation: 'A node whose new view has another batch under the number keeps what it carried out tentatively.',
    breaks: 'safety',
    exposed_by: 'pbft-tentative-alone'
  },
  {
    name: 'reads-unwaiting',
    title: 'Read-only answers that wait for nothing',
    explanation:
      'A node answers read-only requests from what is committed while it has carried out a batch tentatively: they miss writes that clients were answered.',
    breaks: 'safety',
    exposed_by: 'pbft-tentative-reads'
  },
  {
    name: 'timeout-constant',
    title: 'Timeouts that never grow',
    explanation:
      'A backup waits no longer for the next view than for the one before: where links are slower than that, no view lasts.',
    breaks: 'liveness',
    exposed_by: 'pbft-slow-links'
  }
] as const satisfies readonly SwitchDescription[]
