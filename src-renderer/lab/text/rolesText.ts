import type { ProtocolDescription } from '../../../src-shared/description/protocol-description'
import type { NodeState } from '../../../src-shared/folds/cluster'

/** Who has which role, for a headline where nobody leads: "Participant n2, n3 · no coordinator". Empty without roles. */
export function rolesText({ roles }: Pick<ProtocolDescription, 'roles'>, nodes: Iterable<NodeState>): string {
  const running = [...nodes].filter(({ process }) => process === 'running')
  return roles
    .map(({ name, title }) => {
      const holders = running.filter(({ role }) => role === name).map(({ id }) => id)
      return holders.length > 0 ? `${title} ${holders.join(', ')}` : `no ${title.toLowerCase()}`
    })
    .join(' · ')
}
