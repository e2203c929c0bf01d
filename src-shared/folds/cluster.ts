/** The state of the cluster now: every node and every link. */
import type { EventOf, ExitReason, LabEvent, ProcessState, Stamp } from '../events'
import type { ClientId, LinkId, NodeId } from '../ids'
import { linkId } from '../ids'
import type { Parameters, ProtocolDescription, RoleDescription } from '../description/protocol-description'
import { NODES_MAX } from '../engine'
import { CLEAR_LINK, changeSettings } from '../network/netem'
import { replicaKey } from '../replica'
import type { Replica, ReplicaKey } from '../replica'
import type { ReachGroup } from './reachability'
import { setClosed } from './closed-links'
import type { ClosedLinks } from './closed-links'
import { foldCounters, isGone, isOpen, linkOf } from './cluster-links'
import type { LinkTable } from './cluster-links'

export type Duty = NonNullable<RoleDescription['duty']>

/** One of the groups that a node hosts. */
export interface GroupState {
  role: string | null
  duty: Duty | null
  /** Newest sampled gauges. */
  values: Readonly<Record<string, number>>
}

export interface NodeState {
  readonly id: NodeId
  /** The role that the scenario gave it for good; null: none. */
  readonly assigned_role: string | null
  process: ProcessState
  boot: number
  pid: number | null
  /** null until the protocol names one, while the process is down, and in protocols without roles. */
  role: string | null
  /** Of its role, where that has one. */
  duty: Duty | null
  /** Whether it counts towards quorums, by the role that it named last. */
  votes: boolean
  clock_offset_us: number
  clock_drift_ppm: number
  disk: DiskFaults
  /** How often its disk was lost or replaced by a backup, as of its newest start. */
  generation: number
  /** When its disk was last backed up; null: never. */
  backed_up_us: number | null
  /** Deliberate bugs that are on. */
  switches: readonly string[]
  /** How its process last ended. */
  exit: {
    readonly t: number
    readonly reason: ExitReason
    readonly code: number | null
    readonly signal: string | null
    readonly output: readonly string[]
  } | null
  /** Newest sampled gauges. */
  values: Readonly<Record<string, number>>
  /** The groups that it hosts, once they have told of themselves; of a node that has one replica alone none. */
  readonly groups: Map<string, GroupState>
}

/** A replica as it stands. */
export interface ReplicaState extends Readonly<GroupState>, Replica {
  readonly key: ReplicaKey
}

export interface ClusterFold extends LinkTable {
  /** In the run's order. */
  readonly nodes: Map<NodeId, NodeState>
  clients: readonly ClientId[]
  readonly closed: ClosedLinks
  /** Grows when a process or link changes state: whatever depends on reachability is stale then. */
  topology: number
  /** Newest event time seen, µs. */
  now_us: number
  /** The `run-started` event. */
  run: EventOf<'run-started'> | null
  ended: EventOf<'run-ended'> | null
  /** The protocol's, by name. */
  readonly roles: ReadonlyMap<string, RoleDescription>
  readonly quorum: ProtocolDescription['quorum']
  /** Parameters of the cluster, as far as a quorum depends on them. */
  parameters: Parameters
  groups: { topology: number; list: ReachGroup[] }
}

type DiskFaults = Omit<EventOf<'node-disk'>, 'kind' | 'node' | keyof Stamp>

const NO_DISK_FAULT: DiskFaults = {
  sync_delay_us: 0,
  sync_fails: false,
  lose_unsynced: false,
  tear_unsynced: false,
  corrupt_writes: false
}

/** What folds must know of a protocol, from its description: by default no roles, and majorities. */
export type ClusterProtocol = Partial<Pick<ProtocolDescription, 'roles' | 'quorum' | 'parameters'>>

export function createClusterFold({ roles = [], quorum = 'majority', parameters = {} }: ClusterProtocol = {}): ClusterFold {
  return {
    nodes: new Map(),
    clients: [],
    links: new Map(),
    closed: new Map(),
    topology: 0,
    now_us: 0,
    sampled_at_us: 0,
    run: null,
    ended: null,
    // Frozen, so that copies of the fold share it.
    roles: Object.freeze(new Map(roles.map((role) => [role.name, role]))),
    quorum,
    parameters: Object.fromEntries(Object.entries(parameters).map(([name, parameter]) => [name, parameter.default])),
    left: new Set(),
    groups: { topology: -1, list: [] }
  }
}

/** All that an event of a kind that the cluster's state does not depend on changes. */
export function passTime(fold: ClusterFold, { t }: LabEvent): void {
  if (t > fold.now_us) fold.now_us = t
}

export function foldCluster(fold: ClusterFold, event: LabEvent): void {
  passTime(fold, event)
  if (fold.left.size > 0 && 'node' in event && event.kind !== 'member-joined' && fold.left.has(event.node)) return
  switch (event.kind) {
    case 'run-started':
      return startRun(fold, event)
    case 'run-ended':
      fold.ended = event
      return
    case 'member-joined':
      return addMember(fold, event)
    case 'member-left':
      return removeMember(fold, event.node)
    case 'node-started':
      return setProcess(fold, event.node, 'starting', { boot: event.boot, pid: event.pid, generation: event.generation ?? 0 })
    case 'node-switches':
      patch(fold, event.node, { switches: event.switches })
      return
    case 'node-ready':
      return setProcess(fold, event.node, 'running', { boot: event.boot })
    case 'node-paused':
      return setProcess(fold, event.node, 'paused', {})
    case 'node-resumed':
      return setProcess(fold, event.node, 'running', {})
    case 'node-exited': {
      const { t, reason, code, signal, output } = event
      const exit = { t, reason, code, signal, output }
      for (const group of fold.nodes.get(event.node)?.groups.values() ?? []) Object.assign(group, { role: null, duty: null })
      return setProcess(fold, event.node, 'down', { pid: null, role: null, duty: null, exit })
    }
    case 'node-clock':
      patch(fold, event.node, { clock_offset_us: event.offset_us, clock_drift_ppm: event.drift_ppm })
      return
    case 'node-disk': {
      const { sync_delay_us, sync_fails, lose_unsynced, tear_unsynced, corrupt_writes } = event
      patch(fold, event.node, { disk: { sync_delay_us, sync_fails, lose_unsynced, tear_unsynced, corrupt_writes } })
      return
    }
    case 'fault-started':
      if (event.action.do === 'backup-disk') patch(fold, event.action.node, { backed_up_us: event.t })
      return
    case 'role':
      return foldRole(fold, event)
    case 'sample':
      patchReplica(fold, event, { values: event.values })
      return
    case 'link-changed':
      for (const { link: id, mode, settings } of event.links) {
        if (isGone(fold, id)) continue
        const link = Object.assign(linkOf(fold, id), { mode, settings })
        setClosed(fold.closed, link, !isOpen(link))
      }
      fold.topology += 1
      return
    case 'links':
      return foldCounters(fold, event)
    default:
  }
}

/** Whether what a node tells of its role counts: it has not left, and these are not the last words of a process that has already gone. */
export function isHeard({ nodes, left }: ClusterFold, { node, t }: EventOf<'role'>): boolean {
  return !left.has(node) && t > (nodes.get(node)?.exit?.t ?? -1)
}

/** All replicas, node by node: the groups of a node that hosts several, each other node itself. */
export function replicasOf({ nodes }: ClusterFold): ReplicaState[] {
  return [...nodes.values()].flatMap((state) => {
    const { id: node, groups, role, duty, values } = state
    if (groups.size === 0) return [{ key: node, node, role, duty, values }]
    return [...groups].map(([group, own]) => ({ key: replicaKey({ node, group }), node, group, ...own }))
  })
}

/** Nodes that host several groups, as if each were one replica: some gauges are of a node as a whole. */
export function hostsOf({ nodes }: ClusterFold): ReplicaState[] {
  const hosts = [...nodes.values()].filter(({ groups }) => groups.size > 0)
  return hosts.map(({ id, role, duty, values }) => ({ key: id, node: id, role, duty, values }))
}

/** Of a replica's role, where that has one. */
export function dutyOf({ nodes }: ClusterFold, { node, group }: Replica): Duty | null {
  const state = nodes.get(node)
  return (group === undefined ? state : state?.groups.get(group))?.duty ?? null
}

function startRun(fold: ClusterFold, event: EventOf<'run-started'>): void {
  fold.run = event
  fold.clients = event.clients
  fold.parameters = { ...fold.parameters, ...event.parameters }
  for (const node of event.nodes) addNode(fold, node, event.roles?.[node] ?? null)
  // A picture can show all links of so many nodes, with traffic or without; of more, those that are used.
  if (event.nodes.length <= NODES_MAX.processes)
    for (const from of event.nodes) for (const to of event.nodes) if (from !== to) linkOf(fold, linkId(from, to))
  for (const [id, change] of Object.entries(event.links ?? {})) {
    const link = linkOf(fold, id as LinkId)
    link.settings = changeSettings(CLEAR_LINK, change)
    setClosed(fold.closed, link, !isOpen(link))
  }
  fold.topology += 1
}

function addMember(fold: ClusterFold, { node, role }: EventOf<'member-joined'>): void {
  fold.left.delete(node)
  addNode(fold, node, role)
  if (fold.nodes.size <= NODES_MAX.processes)
    for (const other of fold.nodes.keys())
      if (other !== node) for (const id of [linkId(node, other), linkId(other, node)]) linkOf(fold, id)
  fold.topology += 1
}

function removeMember(fold: ClusterFold, node: NodeId): void {
  fold.left.add(node)
  fold.nodes.delete(node)
  for (const link of [...fold.links.values()]) {
    if (link.from !== node && link.to !== node) continue
    fold.links.delete(link.id)
    setClosed(fold.closed, link, false)
  }
  fold.topology += 1
}

/** Gauges and roles name clients too (their own samples); those are no nodes of the cluster. */
function patch(fold: ClusterFold, node: NodeId, change: Partial<NodeState>): void {
  if (!fold.clients.includes(node)) Object.assign(nodeOf(fold, node), change)
}

function patchReplica(fold: ClusterFold, { node, group }: Replica, change: Partial<GroupState>): void {
  if (group === undefined) return patch(fold, node, change)
  const { groups } = nodeOf(fold, node)
  const known = groups.get(group)
  if (known === undefined) groups.set(group, { role: null, duty: null, values: {}, ...change })
  else Object.assign(known, change)
}

function foldRole(fold: ClusterFold, event: EventOf<'role'>): void {
  if (!isHeard(fold, event)) return
  const role = fold.roles.get(event.role)
  patchReplica(fold, event, { role: event.role, duty: role?.duty ?? null })
  const votes = role?.votes ?? true
  if (event.group !== undefined || nodeOf(fold, event.node).votes === votes) return
  patch(fold, event.node, { votes })
  fold.topology += 1
}

function setProcess(fold: ClusterFold, node: NodeId, process: ProcessState, change: Partial<NodeState>): void {
  patch(fold, node, { process, ...change })
  fold.topology += 1
}

function nodeOf(fold: ClusterFold, id: NodeId): NodeState {
  return fold.nodes.get(id) ?? addNode(fold, id, null)
}

function addNode(fold: ClusterFold, id: NodeId, assigned_role: string | null): NodeState {
  const node: NodeState = {
    id,
    assigned_role,
    process: 'down',
    boot: 0,
    pid: null,
    role: null,
    duty: null,
    votes: true,
    clock_offset_us: 0,
    clock_drift_ppm: 0,
    disk: NO_DISK_FAULT,
    generation: 0,
    backed_up_us: null,
    switches: fold.run?.switches ?? [],
    exit: null,
    values: {},
    groups: new Map()
  }
  fold.nodes.set(id, node)
  return node
}
