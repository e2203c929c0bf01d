/** What a protocol says of itself whose members may lie, although it is made for nodes that crash. */
import type { CommandDescription, ParameterDescription, ProtocolDescription } from '../../description/protocol-description'
import type { ProtocolDefinition } from '../definition'
import { behaviourPanel, behavioursFold, liarTag } from './behaviours'
import { LYING_FACTS } from './facts'
import { lyingMetrics } from './metrics'

/** `equivocate`: as leader it tells some another value than the others. `answer-wrongly`: it answers reads with what nobody has written. */
export const CRASH_BEHAVIOURS = ['honest', 'equivocate', 'answer-wrongly'] as const

/** The parameter of a member. */
export function liesParameter<const Choices extends readonly string[]>(choices: Choices) {
  return { type: 'choice', title: 'What the member does', default: 'honest', choices } as const satisfies ParameterDescription
}

/** The same by hand, while the run goes on. */
export function lieCommand(choices: readonly string[]): CommandDescription {
  return { name: 'lie', title: 'Have it lie', arguments: [{ name: 'how', type: 'text', optional: false, choices }] }
}

export function describeWithLiars(description: ProtocolDescription): ProtocolDescription {
  return {
    ...description,
    parameters: { ...description.parameters, lies: liesParameter(CRASH_BEHAVIOURS) },
    commands: [...description.commands, lieCommand(CRASH_BEHAVIOURS)]
  }
}

export function defineWithLiars({ description, facts, folds, charts, metrics, panels }: ProtocolDefinition): ProtocolDefinition {
  return {
    description: describeWithLiars(description),
    facts: [...facts, ...LYING_FACTS],
    folds: [...folds, behavioursFold],
    charts,
    metrics: [...metrics, lyingMetrics],
    panels: {
      ...panels,
      node: [...panels.node, behaviourPanel],
      tag: (run, node) => liarTag(run, node) ?? panels.tag?.(run, node) ?? null
    }
  }
}
