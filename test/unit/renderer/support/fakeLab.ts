import { description } from '../../../../src-shared/protocols/raft/description'
import type { LabPort } from '../../../../src-main/server/lab-port'
import type { EventBody, LabEvent, LinkCounters } from '../../../../src-shared/events'
import type { FaultAction } from '../../../../src-shared/faults/actions'
import { linkId } from '../../../../src-shared/ids'
import type { LinkId, NodeId } from '../../../../src-shared/ids'
import type { CommandAnswer, LabCommand, LabHello, LabState } from '../../../../src-shared/lab-api'
import { changeSettings, CLEAR_LINK } from '../../../../src-shared/network/netem'
import type { LinkMode, LinkSettings } from '../../../../src-shared/network/netem'
import { clientNames, nodeNames, scenarioSchema } from '../../../../src-shared/scenario/schema'
import { Commit } from '../../../../src-shared/protocols/replicated-log/facts'

/** Just enough of a cluster to look at: heartbeats, elections by majority, operations. Not a consensus protocol. */
const STEP_US = 10_000
const HEARTBEAT_US = 50_000
const ELECTION_US = 250_000
const SAMPLE_US = 200_000

interface FakeLink {
  mode: LinkMode
  settings: LinkSettings
  offered: number
  delivered: number
  cut: number
  delay_us_sum: number
}

/** A lab without processes: emits the same events from one thread, advanced by hand. `messages_per_s` adds traffic. */
export class FakeLab implements LabPort {
  private t = 0
  private seq = 0
  private events: LabEvent[] = []
  private readonly listeners = new Set<(events: readonly LabEvent[]) => void>()
  private readonly links = new Map<LinkId, FakeLink>()
  private readonly process = new Map<NodeId, 'running' | 'down' | 'paused'>()
  private readonly frames = new Map<LinkId, number>()
  private leader: NodeId | null = null
  private term = 0
  private commit = 0
  private leaderless_us = 0
  private op = 0
  private faults = 0
  private readonly active = new Map<number, LinkId[]>()
  readonly state: LabState

  constructor(
    private readonly messages_per_s = 0,
    nodes = 5
  ) {
    const scenario = scenarioSchema.parse({
      name: 'raft-steady',
      title: 'Five-node Raft',
      summary: 'A steady key-value load on five nodes. Cut links and crash nodes, and watch who can still elect a leader.',
      cluster: { nodes }
    })
    const ids = nodeNames(scenario)
    this.state = {
      phase: 'running',
      run: 1,
      scenario,
      scenario_id: 'raft-steady',
      nodes: ids,
      clients: clientNames(scenario),
      seed: 1,
      engine: 'processes',
      simulation: null,
      error: null,
      result: null,
      recording: null
    }
    for (const from of [...ids, ...this.state.clients]) {
      for (const to of [...ids, ...this.state.clients]) {
        if (from !== to)
          this.links.set(linkId(from, to), {
            mode: 'open',
            settings: CLEAR_LINK,
            offered: 0,
            delivered: 0,
            cut: 0,
            delay_us_sum: 0
          })
      }
    }
    this.emit({
      kind: 'run-started',
      version: '0.0.0',
      scenario: scenario.name,
      protocol: 'raft',
      engine: 'processes',
      seed: 1,
      nodes: ids,
      clients: this.state.clients,
      started_at: '2026-01-01T00:00:00.000Z',
      switches: []
    })
    for (const node of ids) this.start(node, 1)
  }

  hello(): LabHello {
    const { title, summary } = this.state.scenario!
    const listing = {
      id: 'raft-steady',
      title,
      summary,
      section: 'consensus',
      protocol: 'raft',
      nodes: 5,
      duration_ms: null,
      engine: 'processes',
      topics: [],
      error: null
    } as const
    const broken = { ...listing, id: 'broken', title: 'A broken one', error: 'broken.yaml:3:7 expected a number, found “five”' }
    return {
      version: '0.0.0',
      protocols: [description],
      scenarios: [listing, broken],
      limits: { pause: null, processes: null, recordings: '', archive_bytes_max: 1_000_000 },
      state: this.state
    }
  }

  onState(): () => void {
    return () => {}
  }

  onEvents(listener: (events: readonly LabEvent[]) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  async command(command: LabCommand): Promise<CommandAnswer> {
    switch (command.command) {
      case 'act':
        return this.act(command.action)
      case 'scenario-text':
        return { ok: true, text: 'name: raft-steady\ntitle: Five-node Raft\n' }
      case 'recordings':
        return { ok: true, recordings: [] }
      case 'export':
        return { ok: true, files: [{ name: 'report.html', path: '/exports/report.html' }] }
      default:
        return { ok: false, error: `A fake lab cannot “${command.command}”; nothing was changed.` }
    }
  }

  /** Lets this much run time pass and hands out what happened. */
  advance(us: number): void {
    const end = this.t + us
    while (this.t < end) {
      this.t += STEP_US
      this.step()
      this.flush()
    }
  }

  private step(): void {
    const alive = this.running()
    if (this.leader === null) {
      this.leaderless_us += STEP_US
      if (this.leaderless_us >= ELECTION_US) this.elect(alive)
    } else if (this.process.get(this.leader) !== 'running' || !this.hasMajority(this.leader)) {
      this.role(this.leader, 'follower', null)
      this.leader = null
      this.leaderless_us = 0
    } else {
      if (this.t % HEARTBEAT_US === 0) for (const peer of alive) if (peer !== this.leader) this.exchange(this.leader, peer)
      this.operate()
    }
    for (let i = 0; i < (this.messages_per_s * STEP_US) / 1e6; i++) {
      const from = alive[i % alive.length]!
      const to = alive[(i + 1 + (i % 3)) % alive.length]!
      if (from !== to) this.send(from, to, 'append-entries')
    }
    if (this.t % SAMPLE_US === 0) this.sample(alive)
  }

  private elect(alive: readonly NodeId[]): void {
    const candidate = alive[(this.term + alive.length - 1) % Math.max(1, alive.length)]
    this.leaderless_us = 0
    if (candidate === undefined) return
    this.term++
    this.role(candidate, 'candidate', null)
    for (const peer of alive) if (peer !== candidate) this.exchange(candidate, peer, 'request-vote')
    if (!this.hasMajority(candidate)) return
    this.leader = candidate
    this.role(candidate, 'leader', candidate)
    for (const peer of alive) if (peer !== candidate && this.passes(candidate, peer)) this.role(peer, 'follower', candidate)
  }

  private operate(): void {
    const client = this.state.clients[this.op % this.state.clients.length]!
    const op = ++this.op
    const put = { f: 'put', key: `k${op % 10}`, value: `v${op}` } as const
    this.emit({ kind: 'invoke', client, op, operation: op % 2 ? put : { f: 'get', key: put.key } })
    this.emit({ kind: 'attempt', client, op, attempt: 1, node: this.leader! })
    if (op % 97 === 0) this.emit({ kind: 'info', client, op, error: 'no answer within 1000 ms', latency_us: 1_000_000 })
    else
      this.emit({
        kind: 'ok',
        client,
        op,
        result: op % 2 ? {} : { value: `v${op - 10}` },
        latency_us: 800 + ((op * 7919) % 3000),
        node: this.leader!
      })
    this.commit++
    for (const node of this.running())
      if (node === this.leader || this.passes(this.leader!, node))
        this.emit(Commit.of(node, { index: this.commit, term: this.term }))
  }

  private exchange(from: NodeId, to: NodeId, type = 'append-entries'): void {
    this.send(from, to, type)
    if (this.passes(from, to)) this.send(to, from, `${type}-reply`)
  }

  private send(from: NodeId, to: NodeId, type: string): void {
    const id = linkId(from, to)
    const link = this.links.get(id)!
    const n = (this.frames.get(id) ?? 0) + 1
    this.frames.set(id, n)
    link.offered++
    const ref = { from, to, boot: 1, n }
    this.emit({ kind: 'sent', type, bytes: 96, ...ref })
    if (link.mode !== 'open') {
      link.cut++
      this.emit({ kind: 'dropped', cause: link.mode, ...ref })
      return
    }
    const late_us = 90 + link.settings.delay_ms * 1000
    link.delivered++
    link.delay_us_sum += late_us
    this.emit({ kind: 'delivered', late_us, copy: 0, corrupted: false, ...ref }, late_us)
    this.emit({ kind: 'received', type, ...ref }, late_us)
  }

  private sample(alive: readonly NodeId[]): void {
    for (const node of alive) this.emit({ kind: 'sample', node, values: { log_entries: this.commit, cpu_percent: 3 } })
    const counters: Record<LinkId, LinkCounters> = {}
    for (const [id, { offered, delivered, cut, delay_us_sum }] of this.links) {
      if (offered > 0) {
        counters[id] = {
          offered,
          delivered,
          duplicated: 0,
          corrupted: 0,
          reordered: 0,
          dropped: cut > 0 ? { cut } : {},
          bytes_offered: offered * 96,
          bytes_delivered: delivered * 96,
          delay_us_sum,
          queued: 0
        }
      }
    }
    this.emit({ kind: 'links', counters })
  }

  private act(action: FaultAction): CommandAnswer {
    switch (action.do) {
      case 'link':
        return this.change(
          action.both ? [linkId(action.from, action.to), linkId(action.to, action.from)] : [linkId(action.from, action.to)],
          action
        )
      case 'partition':
        return this.partition(action)
      case 'heal': {
        for (const fault of this.active.keys()) this.emit({ kind: 'fault-ended', fault, by: 'person' })
        this.active.clear()
        this.set([...this.links.keys()], 'open')
        break
      }
      case 'crash':
      case 'stop': {
        const node = action.node === 'leader' ? this.leader : action.node
        if (node === null || this.process.get(node) === 'down')
          return { ok: false, error: `${action.node} is not running; nothing was done.` }
        this.process.set(node, 'down')
        this.fault(`crash ${node}`, action, [node], [])
        this.emit({ kind: 'node-exited', node, boot: 1, reason: 'crashed', code: null, signal: 'SIGKILL', output: [] })
        break
      }
      case 'restart':
        this.start(action.node, 2)
        break
      case 'pause':
      case 'resume':
        this.process.set(action.node, action.do === 'pause' ? 'paused' : 'running')
        this.emit({ kind: action.do === 'pause' ? 'node-paused' : 'node-resumed', node: action.node })
        break
      case 'clock':
        this.emit({ kind: 'node-clock', node: action.node, offset_us: action.offset_ms * 1000, drift_ppm: action.drift_ppm })
        break
      default:
        return { ok: false, error: `A fake lab cannot “${action.do}”; nothing was changed.` }
    }
    this.flush()
    return { ok: true }
  }

  private partition(action: Extract<FaultAction, { do: 'partition' }>): CommandAnswer {
    const { partition } = action
    const nodes = this.state.nodes
    const group =
      partition.shape === 'isolate'
        ? partition.nodes.map((node) => (node === 'leader' ? this.leader! : node))
        : partition.shape === 'halves'
          ? (partition.group ?? nodes.slice(0, Math.ceil(nodes.length / 2)))
          : nodes.slice(0, 2)
    const links = [...this.links.keys()].filter((id) => {
      const [from, to] = id.split('>') as [string, string]
      return nodes.includes(from) && nodes.includes(to) && group.includes(from) !== group.includes(to)
    })
    this.fault(`cut off ${group.join(', ')}`, action, group, links)
    this.set(links, 'cut')
    this.flush()
    return { ok: true }
  }

  private change(links: LinkId[], action: Extract<FaultAction, { do: 'link' }>): CommandAnswer {
    const { mode, settings } = action.change
    if (mode === 'cut') this.fault(`cut ${links[0]!.replace('>', '–')}`, action, [], links)
    if (mode === 'open') {
      for (const [fault, touched] of this.active) {
        if (!touched.every((id) => links.includes(id))) continue
        this.active.delete(fault)
        this.emit({ kind: 'fault-ended', fault, by: 'person' })
      }
    }
    this.set(links, mode, settings)
    this.flush()
    return { ok: true }
  }

  private set(ids: LinkId[], mode?: LinkMode, settings = {}): void {
    for (const id of ids) {
      const link = this.links.get(id)!
      link.mode = mode ?? link.mode
      link.settings = changeSettings(link.settings, settings)
    }
    this.emit({
      kind: 'link-changed',
      links: ids.map((link) => ({ link, mode: this.links.get(link)!.mode, settings: this.links.get(link)!.settings }))
    })
  }

  private fault(label: string, action: FaultAction, nodes: NodeId[], links: LinkId[]): void {
    const fault = ++this.faults
    this.active.set(fault, links)
    this.emit({ kind: 'fault-started', fault, label, action, by: 'person', nodes, links })
  }

  private start(node: NodeId, boot: number): void {
    this.process.set(node, 'running')
    this.emit({ kind: 'node-started', node, boot, pid: 1000 + this.state.nodes.indexOf(node) })
    this.emit({ kind: 'node-ready', node, boot, recovered_records: boot > 1 ? this.commit : 0, truncated_bytes: 0 })
    this.role(node, 'follower', null)
  }

  private role(node: NodeId, role: string, leader: NodeId | null): void {
    this.emit({ kind: 'role', node, role, term: this.term, leader })
    this.emit({ kind: 'note', node, topic: 'role', detail: `${role} in term ${this.term}` })
  }

  private running(): NodeId[] {
    return this.state.nodes.filter((node) => this.process.get(node) === 'running')
  }

  private passes(a: NodeId, b: NodeId): boolean {
    return this.links.get(linkId(a, b))?.mode === 'open' && this.links.get(linkId(b, a))?.mode === 'open'
  }

  private hasMajority(node: NodeId): boolean {
    return 1 + this.running().filter((peer) => peer !== node && this.passes(node, peer)).length > this.state.nodes.length / 2
  }

  private emit(body: EventBody, later_us = 0): void {
    this.events.push({ ...body, t: this.t + later_us, seq: ++this.seq } as LabEvent)
  }

  private flush(): void {
    const batch = this.events
    this.events = []
    for (const listener of this.listeners) listener(batch)
  }
}
