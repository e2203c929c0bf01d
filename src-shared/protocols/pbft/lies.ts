/** How single members lie. Each is a value of the parameter `lies`, so that a scenario says who does what. */

interface Lie {
  readonly name: string
  readonly title: string
  /** What such a node does, in one plain sentence. */
  readonly explanation: string
}

export const LIES = [
  {
    name: 'equivocate',
    title: 'Tell each something else',
    explanation:
      'As primary it proposes different batches to different nodes, and it agrees with each about what that one believes.'
  },
  {
    name: 'be-silent',
    title: 'Stay silent to some',
    explanation: 'It says nothing to as many of the nodes after it as may lie, and goes on with all others.'
  },
  {
    name: 'forge-requests',
    title: 'Forge clients’ requests',
    explanation: 'As primary it proposes writes that no client has asked for.'
  },
  {
    name: 'lie-in-view-changes',
    title: 'Lie in view changes',
    explanation: 'It claims that nothing was prepared; as new primary it proposes no-ops in place of what was.'
  },
  {
    name: 'answer-wrongly',
    title: 'Answer wrongly',
    explanation: 'It answers reads with a value that nobody has written.'
  },
  {
    name: 'replay',
    title: 'Replay old messages',
    explanation: 'It sends again what it has sent and heard before, in its own name and in that of others.'
  },
  {
    name: 'alter-digests',
    title: 'Alter digests',
    explanation: 'Its proposals, votes and checkpoints carry digests of something else.'
  },
  {
    name: 'slow-down',
    title: 'Slow everybody down',
    explanation: 'As primary it proposes as late as it can without being deposed.'
  },
  {
    name: 'accuse',
    title: 'Accuse the primary',
    explanation: 'It demands one view change after the other, whoever is primary.'
  },
  {
    name: 'give-false-states',
    title: 'Give false states',
    explanation: 'Whoever lags and asks it is given a state and batches that were never agreed upon.'
  }
] as const satisfies readonly Lie[]

export type LieName = (typeof LIES)[number]['name']

/** What a member may be set to: honest, one of the lies, or another of them each second. */
export const BEHAVIOURS = ['honest', ...LIES.map(({ name }) => name), 'at-random'] as readonly Behaviour[]
export type Behaviour = 'honest' | LieName | 'at-random'
