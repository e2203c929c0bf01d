import type { ProtocolDescription } from '../../../src-shared/description/protocol-description'
import { tooManyNodes } from '../../../src-shared/engine'
import type { Engine } from '../../../src-shared/engine'
import { adversaryRefusal } from '../../../src-shared/faults/adversary'
import type { EventBody } from '../../../src-shared/events'
import type { FaultAction } from '../../../src-shared/faults/actions'
import type { ClusterFold } from '../../../src-shared/folds/cluster'
import type { NodeId } from '../../../src-shared/ids'
import type { FollowingFold } from '../../../src-shared/protocols/leadership/following'
import { createRandom } from '../../../src-shared/random'
import type { ScenarioLinks } from '../../../src-shared/scenario/links'
import { membersOf, unknownMember } from '../../../src-shared/scenario/members'
import type { Member } from '../../../src-shared/scenario/members'
import { plannedTimeline } from '../../../src-shared/scenario/plan'
import { clientNames, nodeNames } from '../../../src-shared/scenario/schema'
import type { Scenario } from '../../../src-shared/scenario/schema'
import type { TimelineEntry } from '../../../src-shared/scenario/sections/timeline'
import type { Scheduler } from '../../../src-shared/scheduler'
import { Condition, initialCondition } from './condition'
import type { NodeCondition } from './condition'
import { Faults } from './faults'
import type { CommandOutcome, FaultInjector, JoinAction } from './faults'
import { resolveAction } from './targets'
import { Timeline } from './timeline'

export interface NemesisOptions {
  readonly scenario: Scenario
  readonly links: ScenarioLinks
  readonly seed: number
  readonly scheduler: Scheduler
  readonly injector: FaultInjector
  /** The cluster as it is now, for words such as `leader`. */
  readonly cluster: ClusterFold
  readonly following: FollowingFold
  readonly protocol: ProtocolDescription
  readonly engine: Engine
  /** Why nodes cannot be paused here; null where they can. */
  readonly no_pause: string | null
  readonly emit: (event: EventBody) => void
}

/** Whoever does harm to a run (Jepsen's word): carries out its plan, and what a person asks for. */
export class Nemesis {
  private readonly faults: Faults
  /** Members as the scenario declares them. */
  private readonly declared: ReadonlyMap<NodeId, Member>
  private readonly timeline: Timeline
  /** Chooses where a word leaves a choice. */
  private random: () => number

  constructor(private readonly options: NemesisOptions) {
    const { scenario, links, seed, scheduler, injector, emit } = options
    const nodes = nodeNames(scenario)
    this.declared = new Map(membersOf(scenario.cluster).map((member) => [member.name, member]))
    const healthy = Condition.healthy(links.settingsOf, nodes, (node) => initialCondition(this.declared.get(node)!))
    const clients = clientNames(scenario)
    this.faults = new Faults(healthy, nodes, clients, injector, emit, (action) => this.admit(action), links.membersOf)
    this.random = createRandom(seed, 'targets')
    this.timeline = new Timeline(plannedTimeline(scenario, seed), {
      scheduler,
      act: (entry) => this.executeEntry(entry),
      undo: (fault) => this.revertFault(fault),
      onFailure: (entry, error) => this.reportNotExecuted(entry, error.message)
    })
  }

  /** Begins with the plan. */
  start(): void {
    this.timeline.start()
  }

  /** Nothing more of the plan happens; what is in force stays. */
  stop(): void {
    this.timeline.stop()
  }

  /** Does what a person asks; answers the fault's number. Throws one sentence when it cannot be done. */
  act(action: FaultAction, outcome?: CommandOutcome): number {
    return this.faults.act(this.resolve(action), { by: 'person', outcome })
  }

  /** Takes back a fault on behalf of a person. Throws one sentence when there is nothing to take back. */
  undo(fault: number): void {
    this.faults.undo(fault, 'person')
  }

  /** See {@link Timeline.skip}. */
  skip(number: number): void {
    this.timeline.skip(number)
  }

  /** From now on choices, and faults that a seed draws, come from this one. */
  reseed(seed: number): void {
    const { scenario } = this.options
    this.random = createRandom(seed, 'targets')
    if (scenario.chaos !== undefined) this.timeline.replan(plannedTimeline(scenario, seed))
  }

  /** What is in force for a node that is about to start. */
  conditionOf(node: NodeId): NodeCondition {
    return this.faults.node(node)
  }

  private executeEntry(entry: TimelineEntry): number {
    const outcome = (refusal: string | null) => {
      if (refusal !== null) this.reportNotExecuted(entry, refusal)
    }
    return this.faults.act(this.resolve(entry.action), { by: 'timeline', label: entry.label, outcome })
  }

  /** Somebody or something may have ended it before its time. */
  private revertFault(fault: number): void {
    if (this.faults.isActive(fault)) this.faults.undo(fault, 'timeline')
  }

  private resolve(action: FaultAction): FaultAction {
    const { no_pause } = this.options
    if (action.do === 'pause' && no_pause !== null) throw new Error(no_pause)
    const resolved = resolveAction(action, this.options, this.random)
    const refusal = this.refusalOf(resolved)
    if (refusal !== null) throw new Error(refusal)
    return resolved
  }

  /** Why nobody can join or leave, pick deliveries, or strike a region, like this; null when they can, or when the action is another. */
  private refusalOf(action: FaultAction): string | null {
    const { cluster, protocol, engine } = this.options
    if (action.do === 'adversary') return adversaryRefusal({ engine, protocol })
    if (action.do === 'region-dark' || action.do === 'region-slow') return this.unknownRegion(action.region)
    if (action.do === 'cut-cable') return this.unknownRegion(...action.regions)
    if (action.do !== 'join' && action.do !== 'leave') return null
    if (!protocol.members_change) return `the members of ${protocol.name} are fixed: nobody can ${action.do}`
    if (this.faults.isLeaving(action.node)) return `${action.node} is about to leave`
    if (action.do === 'leave') return this.faults.memberCount > 1 ? null : 'the last node cannot leave'
    if (cluster.nodes.has(action.node)) return `${action.node} takes part already`
    if (cluster.clients.includes(action.node)) return `${action.node} is a client`
    return this.regionRefusal(action) ?? tooManyNodes(engine, cluster.nodes.size + 1)
  }

  /** Why nothing can be done to these regions; null when it can. */
  private unknownRegion(...regions: readonly string[]): string | null {
    const unknown = regions.find((region) => !this.options.links.region_names.includes(region))
    return unknown === undefined ? null : `the scenario has no region ${unknown}`
  }

  /** Why a node cannot join in this region; null when it can. Links that a node has had stay as they are. */
  private regionRefusal({ node, region }: JoinAction): string | null {
    const { links, cluster } = this.options
    if (region === undefined) return null
    const unknown = this.unknownRegion(region)
    if (unknown !== null) return unknown
    const home = links.regionsOf(node)
    if (home.includes(region)) return null
    if (home.length > 0) return `${node} is in ${home.join(' and ')}`
    return cluster.left.has(node) ? `${node} took part before, in no region` : null
  }

  /** The member that joins, in its region. */
  private admit({ node, role, region }: JoinAction): Member {
    if (region !== undefined) this.options.links.place(node, region)
    const declared = this.declared.get(node) ?? unknownMember(node, this.options.scenario.cluster)
    return role === undefined ? declared : { ...declared, role }
  }

  /** What the plan cannot do makes the run void, unless it says that it may well miss. */
  private reportNotExecuted({ label, action, if_possible }: TimelineEntry, reason: string): void {
    const text = `The timeline's "${label ?? action.do}" could not be done: ${reason}.`
    this.options.emit({ kind: 'notice', level: if_possible ? 'info' : 'error', text })
  }
}
