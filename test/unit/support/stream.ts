/** Made-up event streams for tests: by hand, event by event, or a minute in the life of a five-node Raft cluster. */
import type { EventBody, LabEvent, LinkCounters } from '../../../src-shared/events'
import type { FaultAction } from '../../../src-shared/faults/actions'
import type { LinkId, NodeId } from '../../../src-shared/ids'
import { linkId } from '../../../src-shared/ids'
import type { LinkMode, LinkSettings } from '../../../src-shared/network/netem'
import { CLEAR_LINK } from '../../../src-shared/network/netem'
import { Commit } from '../../../src-shared/protocols/replicated-log/facts'

export const NODES = ['n1', 'n2', 'n3', 'n4', 'n5'] as const
export const CLIENTS = ['c1', 'c2', 'c3'] as const

/** Uniform in [0, 1), the same for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let x = Math.imul(state ^ (state >>> 15), 1 | state)
    x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x
    return ((x ^ (x >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Collects events in any order of time and puts them in the stream's order at the end. */
export class StreamBuilder {
  private readonly made: { readonly t: number; readonly body: EventBody; readonly place: number }[] = []
  private faults = 0
  private readonly ops = new Map<string, number>()
  private readonly counters = new Map<LinkId, LinkCounters>()

  constructor(readonly nodes: readonly NodeId[] = NODES) {}

  /** An event at `t_ms`; `late_ms` puts it later in the stream than its time says. */
  at(t_ms: number, body: EventBody, late_ms = 0): this {
    this.made.push({ t: Math.round(t_ms * 1000), body, place: t_ms + late_ms })
    return this
  }

  start(t_ms = 0): this {
    this.at(t_ms, {
      kind: 'run-started',
      version: '0.0.0',
      scenario: 'made-up',
      protocol: 'raft',
      engine: 'processes',
      seed: 7,
      nodes: this.nodes,
      clients: CLIENTS,
      started_at: '2026-01-01T00:00:00.000Z',
      switches: []
    })
    return this
  }

  boot(t_ms: number, node: NodeId, boot = 1): this {
    this.at(t_ms, { kind: 'node-started', node, boot, pid: 1000 + boot })
    return this.at(t_ms + 0.5, { kind: 'node-ready', node, boot, recovered_records: 0, truncated_bytes: 0 })
  }

  bootAll(t_ms = 1): this {
    for (const node of this.nodes) this.boot(t_ms, node)
    return this
  }

  role(t_ms: number, node: NodeId, role: string, term: number, leader: NodeId | null, late_ms = 0): this {
    return this.at(t_ms, { kind: 'role', node, role, term, leader }, late_ms)
  }

  /** A whole election: the candidate wins and the others follow 2 ms later. */
  elect(t_ms: number, leader: NodeId, term: number, followers: readonly NodeId[] = this.nodes): this {
    this.role(t_ms, leader, 'pre-candidate', term - 1, null)
    this.role(t_ms + 1, leader, 'candidate', term, null)
    this.role(t_ms + 3, leader, 'leader', term, leader)
    for (const node of followers) if (node !== leader) this.role(t_ms + 5, node, 'follower', term, leader)
    return this
  }

  exit(t_ms: number, node: NodeId, reason: 'stopped' | 'crashed' | 'failed' = 'crashed', boot = 1): this {
    const signal = reason === 'crashed' ? 'SIGKILL' : null
    const output = reason === 'failed' ? ['the log is damaged'] : []
    return this.at(t_ms, { kind: 'node-exited', node, boot, reason, code: reason === 'failed' ? 1 : null, signal, output })
  }

  /** Sets the links in both directions between members of different groups. */
  between(
    t_ms: number,
    left: readonly NodeId[],
    right: readonly NodeId[],
    mode: LinkMode,
    settings: Partial<LinkSettings> = {}
  ): this {
    const links = left.flatMap((a) => right.flatMap((b) => [linkId(a, b), linkId(b, a)]))
    return this.links(t_ms, links, mode, settings)
  }

  links(t_ms: number, links: readonly LinkId[], mode: LinkMode, settings: Partial<LinkSettings> = {}): this {
    const changed = links.map((link) => ({ link, mode, settings: { ...CLEAR_LINK, ...settings } }))
    return this.at(t_ms, { kind: 'link-changed', links: changed })
  }

  /** A fault with its start and, unless it stays on, its end. */
  fault(
    from_ms: number,
    to_ms: number | null,
    label: string,
    action: FaultAction,
    touched: { readonly nodes?: readonly NodeId[]; readonly links?: readonly LinkId[] } = {}
  ): this {
    const fault = ++this.faults
    const { nodes = [], links = [] } = touched
    this.at(from_ms, { kind: 'fault-started', fault, label, action, by: 'timeline', nodes, links })
    if (to_ms !== null) this.at(to_ms, { kind: 'fault-ended', fault, by: 'timeline' })
    return this
  }

  /** One operation from its invocation to its outcome. */
  operation(
    t_ms: number,
    latency_ms: number,
    outcome: 'ok' | 'fail' | 'info' = 'ok',
    more: { readonly client?: string; readonly attempts?: number; readonly node?: NodeId } = {}
  ): this {
    const { client = 'c1', attempts = 1, node = this.nodes[0]! } = more
    const op = (this.ops.get(client) ?? 0) + 1
    this.ops.set(client, op)
    this.at(t_ms, { kind: 'invoke', client, op, operation: { f: 'put', key: `k${op % 10}`, value: `v${op}` } })
    for (let attempt = 1; attempt <= attempts; attempt += 1) {
      this.at(t_ms + ((attempt - 1) * latency_ms) / (attempts + 1), { kind: 'attempt', client, op, attempt, node })
    }
    const latency_us = Math.round(latency_ms * 1000)
    const end_ms = t_ms + latency_ms
    if (outcome === 'ok') return this.at(end_ms, { kind: 'ok', client, op, result: {}, latency_us, node })
    return this.at(end_ms, { kind: outcome, client, op, error: 'no answer in time', latency_us })
  }

  /** Adds to the cumulative counters of a link. */
  count(link: LinkId, change: { readonly offered?: number; readonly delivered?: number; readonly cut?: number }): this {
    const { offered = 0, delivered = 0, cut = 0 } = change
    const before = this.counters.get(link)
    this.counters.set(link, {
      offered: (before?.offered ?? 0) + offered,
      delivered: (before?.delivered ?? 0) + delivered,
      duplicated: 0,
      corrupted: 0,
      reordered: 0,
      dropped: { cut: (before?.dropped.cut ?? 0) + cut },
      bytes_offered: (before?.bytes_offered ?? 0) + offered * 100,
      bytes_delivered: (before?.bytes_delivered ?? 0) + delivered * 100,
      delay_us_sum: (before?.delay_us_sum ?? 0) + delivered * 200,
      queued: 0
    })
    return this
  }

  /** Emits the counters as they stand. */
  sampleLinks(t_ms: number): this {
    return this.at(t_ms, { kind: 'links', counters: Object.fromEntries(this.counters) })
  }

  /** The stream: by time (late ones by when they came), numbered from 1. */
  events(): LabEvent[] {
    const sorted = [...this.made].sort((a, b) => a.place - b.place)
    return sorted.map(({ t, body }, i) => ({ ...body, t, seq: i + 1 }))
  }
}

export const CUT: FaultAction = {
  do: 'partition',
  partition: { shape: 'groups', groups: [['n1', 'n2']] },
  mode: 'cut'
}
export const CRASH: FaultAction = { do: 'crash', node: 'n4' }
export const SLOW: FaultAction = { do: 'link', from: 'n3', to: 'n5', both: true, change: { settings: { delay_ms: 80 } } }

/**
 * A minute: n1 leads; from 12 s to 21 s n1 and n2 are cut off and n3 takes over; from 28 s to 36 s a link is slow; from 31 s to
 * 40 s n4 is down; n2 is paused from 46 s to 50 s; events are lost at 55 s. The leader n3 is killed at 52 s and comes back at 54 s.
 */
export function minuteOfRaft(seed = 1): LabEvent[] {
  const random = seededRandom(seed)
  const run = new StreamBuilder()
  const majority = ['n3', 'n4', 'n5']
  const minority = ['n1', 'n2']
  run.start().bootAll(180)
  for (const node of NODES) run.role(190, node, 'follower', 0, null)
  run.elect(410, 'n1', 1)

  const cut_links = minority.flatMap((a) => majority.flatMap((b) => [linkId(a, b), linkId(b, a)]))
  run.fault(12_000, 21_000, 'cut n1 n2 | n3 n4 n5', CUT, { nodes: minority, links: cut_links })
  run.links(12_000.2, cut_links, 'cut').links(21_000.2, cut_links, 'open')
  run.role(12_230, 'n4', 'pre-candidate', 1, null).role(12_232, 'n4', 'candidate', 2, null)
  run.elect(12_300, 'n3', 3, majority).role(12_290, 'n1', 'follower', 1, null).role(12_310, 'n2', 'pre-candidate', 1, null)
  run.role(12_480, 'n1', 'pre-candidate', 1, null)
  for (const node of minority) run.role(21_040, node, 'follower', 3, 'n3')

  run.fault(28_000, 36_000, 'slow n3–n5, 80 ms', SLOW, { nodes: ['n3', 'n5'], links: ['n3>n5', 'n5>n3'] })
  run.links(28_000.2, ['n3>n5', 'n5>n3'], 'open', { delay_ms: 80 }).links(36_000.2, ['n3>n5', 'n5>n3'], 'open')
  run.fault(31_000, 40_000, 'crash n4', CRASH, { nodes: ['n4'] })
  run.exit(31_002, 'n4').boot(40_000, 'n4', 2).role(40_010, 'n4', 'follower', 3, null).role(40_060, 'n4', 'follower', 3, 'n3')
  run.fault(46_000, 50_000, 'pause n2', { do: 'pause', node: 'n2' }, { nodes: ['n2'] })
  run.at(46_000.5, { kind: 'node-paused', node: 'n2' }).at(50_000.5, { kind: 'node-resumed', node: 'n2' })
  run.fault(52_000, 54_000, 'crash n3', { do: 'crash', node: 'n3' }, { nodes: ['n3'] })
  run.exit(52_001, 'n3').elect(52_220, 'n5', 4, ['n1', 'n2', 'n4']).boot(54_000, 'n3', 2).role(54_030, 'n3', 'follower', 4, 'n5')
  run.at(55_000, { kind: 'gap', source: 'lab', lost: 120 })

  const leaderAt = (t: number): NodeId | null => {
    if (t < 420 || (t > 12_000 && t < 12_306) || (t > 52_000 && t < 52_226)) return null
    return t < 12_000 ? 'n1' : t < 52_000 ? 'n3' : 'n5'
  }
  const normal = (): number => Math.sqrt(-2 * Math.log(random() + 1e-12)) * Math.cos(2 * Math.PI * random())
  for (const client of CLIENTS) {
    for (let t = 600 + random() * 20; t < 59_500;) {
      const leader = leaderAt(t)
      const slow = t > 28_000 && t < 36_000 && t > 31_000 ? 80 : 0
      const latency = Math.max(0.6, 2.4 * Math.exp(0.45 * normal())) + slow * (0.9 + 0.2 * random())
      const stuck = leader === null || (client === 'c1' && t > 12_000 && t < 21_000 && random() < 0.5)
      if (stuck && random() < 0.45) {
        run.operation(t, 1000, random() < 0.6 ? 'info' : 'fail', { client, attempts: 3 })
        t += 1000
      } else {
        const waited = stuck ? 320 + 150 * random() : 0
        run.operation(t, latency + waited, 'ok', { client, attempts: stuck ? 2 : 1, node: leader ?? 'n3' })
        t += latency + waited
      }
      t += 5 + 20 * random()
    }
  }

  let index = 0
  const commits = new Map<NodeId, number>()
  for (let t = 500; t < 60_000; t += 20) {
    const leader = leaderAt(t)
    if (leader !== null) index += Math.round(random() * 3)
    for (const node of NODES) {
      const isDown = (node === 'n4' && t > 31_000 && t < 40_060) || (node === 'n3' && t > 52_000 && t < 54_050)
      const isCut = minority.includes(node) && t > 12_000 && t < 21_040
      const isPaused = node === 'n2' && t > 46_000 && t < 50_050
      if (leader === null || isDown || isCut || isPaused) continue
      const behind = node === leader ? 0 : node === 'n5' && t > 28_000 && t < 36_000 ? 6 : Math.round(random())
      const commit = Math.max(commits.get(node) ?? 0, index - behind)
      if (commit !== commits.get(node)) run.at(t, Commit.of(node, { index: commit, term: 1 }))
      commits.set(node, commit)
    }
    if (t % 200 !== 100 || leader === null) continue
    const lags = NODES.filter((node) => node !== leader).flatMap((node) => {
      const entries = index - (commits.get(node) ?? 0)
      return [[`lag_entries.${node}`, entries] as const, [`lag_ms.${node}`, entries * 14 + random() * 3] as const]
    })
    const inflight = lags.flatMap(([name, entries]) =>
      name.startsWith('lag_entries') ? [[name.replace('lag_entries', 'inflight'), 1 + entries] as const] : []
    )
    run.at(t, { kind: 'sample', node: leader, values: { commit_index: index, ...Object.fromEntries([...lags, ...inflight]) } })
    for (const from of NODES) {
      for (const to of NODES) {
        if (from === to) continue
        const lost = cut_links.includes(linkId(from, to)) && t > 12_000 && t < 21_000
        const frames = from === leader ? 8 : to === leader ? 6 : lost ? 1 : 0
        run.count(linkId(from, to), { offered: frames, delivered: lost ? 0 : frames, cut: lost ? frames : 0 })
      }
    }
    run.sampleLinks(t + 1)
  }
  run.at(60_000, { kind: 'run-ended', reason: 'finished' })
  return run.events()
}
