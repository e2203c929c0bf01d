/** The one sentence that answers the first look: what state the cluster is in. Declared by the protocol. */
import type { ProtocolDescription } from '../description/protocol-description'
import type { RoleLook } from '../description/role-look'
import type { ClusterFold } from '../folds/cluster'

export interface HeadlinePart {
  readonly text: string
  /** What it tells (`leader`), for whoever looks for that. */
  readonly name?: string
  /** Beside the point: drawn with less weight. */
  readonly muted?: true
}

export interface Headline {
  /** In front of it, that of a role; absent: none. */
  readonly look?: RoleLook
  readonly parts: readonly HeadlinePart[]
  /** Something to worry about, below it; absent: nothing. */
  readonly warning?: string
}

/** Of a protocol that declares none: who has which role, "Backup n2, n3 · no primary"; null without roles. */
export function rolesHeadline({ roles }: Pick<ProtocolDescription, 'roles'>, { nodes }: ClusterFold): Headline | null {
  if (roles.length === 0) return null
  const running = [...nodes.values()].filter(({ process }) => process === 'running')
  const texts = roles.map(({ name, title }) => {
    const holders = running.filter(({ role }) => role === name).map(({ id }) => id)
    return holders.length > 0 ? `${title} ${holders.join(', ')}` : `no ${title.toLowerCase()}`
  })
  return { parts: [{ text: texts.join(' · '), name: 'roles' }] }
}

/** The headline's words alone. */
export function headlineText({ parts }: Headline): string {
  return parts.map(({ text }) => text).join('')
}
