import type { Parameters } from '../description/protocol-description'
import type { NodeId } from '../ids'
import { NODES_DEFAULT } from './sections/cluster'
import type { Cluster } from './sections/cluster'
import type { Network } from './sections/network'

/** A node of the cluster: what it is called, and what it is alone. */
export interface Member {
  readonly name: NodeId
  /** One of the roles that the protocol gives to members; null: none. */
  readonly role: string | null
  /** Its parameters over those of the cluster. */
  readonly parameters: Parameters
  /** Deliberate bugs that are on from the start, those of the cluster included. */
  readonly switches: readonly string[]
  /** How its clock differs from true time at the start. */
  readonly clock: { readonly offset_ms: number; readonly drift_ppm: number }
  /** What each client request occupies it for; 0: nothing, its capacity is not limited. */
  readonly service_time_ms: number
  /** What each message from another node occupies it for; 0: nothing. */
  readonly message_time_ms: number
  /** `later`: it takes part once it is asked to join. */
  readonly starts: 'now' | 'later'
}

const TRUE_CLOCK = { offset_ms: 0, drift_ppm: 0 } as const

/** Every member that the scenario declares, whichever way it does. */
export function membersOf(cluster: Cluster): Member[] {
  const declared = cluster.members ?? shorthandNames(cluster).map((name) => ({ name }) as NonNullable<Cluster['members']>[number])
  return declared.map(
    ({ name, role = null, parameters = {}, switches = [], clock = TRUE_CLOCK, starts = 'now', service_time, message_time }) => ({
      name,
      role,
      parameters: { ...cluster.node_parameters[name], ...parameters },
      switches: [...new Set([...cluster.switches, ...switches])],
      clock,
      service_time_ms: service_time ?? cluster.service_time ?? 0,
      message_time_ms: message_time ?? cluster.message_time ?? 0,
      starts
    })
  )
}

/** Roles of the members that are there from the start, as far as the scenario gives any. */
export function rolesOf(cluster: Cluster): Record<NodeId, string> {
  const given = membersOf(cluster).flatMap(({ name, role, starts }) =>
    role === null || starts === 'later' ? [] : [[name, role]]
  )
  return Object.fromEntries(given) as Record<NodeId, string>
}

/** A member that nobody declared: it is what the cluster is. */
export function unknownMember(name: NodeId, { switches, service_time = 0, message_time = 0 }: Cluster): Member {
  const capacity = { service_time_ms: service_time, message_time_ms: message_time }
  return { name, role: null, parameters: {}, switches, clock: TRUE_CLOCK, ...capacity, starts: 'later' }
}

/** Which nodes and clients are in each region: as the network says, and as members say of themselves. */
export function regionsOf(cluster: Cluster, network: Network): Record<string, string[]> {
  const regions = Object.fromEntries(Object.entries(network.regions).map(([name, endpoints]) => [name, [...endpoints]]))
  for (const { name, region } of cluster.members ?? []) if (region !== undefined) (regions[region] ??= []).push(name)
  return regions
}

function shorthandNames({ nodes = NODES_DEFAULT }: Cluster): string[] {
  return typeof nodes === 'number' ? Array.from({ length: nodes }, (_, i) => `n${i + 1}`) : [...nodes]
}
