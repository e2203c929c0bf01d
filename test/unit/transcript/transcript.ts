/**
 * Runs a transcript: blocks of comments (#), commands, a line `----`, and the narration that the commands must give.
 *
 *     cluster A B C [parameter=value | A.parameter=value | switch=name]…   fresh nodes, nothing happens yet
 *     logs A 1 1 4 [term=4] [vote=B]        (re)start A from a disk that holds entries of these terms
 *     advance 180                           let ms pass: timers fire, messages arrive at once
 *     timeout A | heartbeat A               fire A's election or heartbeat timer now
 *     put|append A k v, cas A k old new, delete A k, get A k   ask A; a last word `as s:4` names session and sequence
 *     cut A>B B>A … | cut A | heal          lose what these links carry (A: all links of A); undo
 *     hold | deliver A>B [count] | drop A>B | release   keep messages in flight, let some through or lose them, go on as before
 *     copy A>B                              duplicate what is in flight on a link; the copies come last
 *     disk A hold | disk A sync             A's disk is slow; its sync finishes
 *     crash A | restart A                   what was not synced is lost
 *     switches A [name…]                    these deliberate bugs are on in A from now on, no others
 *     transfer A [B] | campaign A | snapshot A | peer A B up|down
 *     status | flight | data A              print nodes, messages in flight, or A's state machine
 *     messages none|usual|all               how many messages to tell of; usual leaves out heartbeats and agreements
 *     quietly COMMAND                       tell nothing of it
 */
import type { NodeId } from '../../../src-shared/ids'
import type { Operation } from '../../../src-shared/operations'
import type { ParameterValue } from '../../../src-shared/protocol-description'
import { raft } from '../../../src-node/protocols/raft'
import { makeEntry } from '../../../src-node/protocols/replicated-log/entry'
import type { Envelope } from './cluster'
import { TestCluster } from './cluster'
import { isRoutine, narrateEvent, narrateMessage, narrateReply } from './narrator'

/** The transcript with its narrations as they really are. */
export function runTranscript(text: string): string {
  const transcript = new Transcript()
  const blocks = text.trimEnd().split(/\n{2,}/)
  return blocks.map((block) => rewriteBlock(transcript, block)).join('\n\n') + '\n'
}

function rewriteBlock(transcript: Transcript, block: string): string {
  const lines = block.split('\n')
  const ruler = lines.indexOf('----')
  const written = ruler < 0 ? lines : lines.slice(0, ruler)
  const commands = written.filter((line) => !line.startsWith('#'))
  if (commands.length === 0) return block
  const narration = commands.flatMap((command) => transcript.run(command))
  return [...written, '----', ...narration].join('\n')
}

class Transcript {
  private cluster: TestCluster | null = null
  private lines: string[] = []
  private readonly cut = new Set<string>()
  private holding = false
  private messages: 'none' | 'usual' | 'all' = 'usual'
  private sequence = 0

  /** The lines that the command gives. */
  run(line: string): string[] {
    this.lines = []
    const [name, ...words] = line.trim().split(/\s+/)
    this.command(name!, words)
    if (!this.holding) this.deliverAll()
    return this.lines
  }

  private command(name: string, words: readonly string[]): void {
    const [first = '', second = ''] = words
    switch (name) {
      case 'cluster':
        return this.create(words)
      case 'logs':
        return this.restartWith(first, words.slice(1))
      case 'advance':
        return this.advance(Number(first) * 1000)
      case 'timeout':
        return this.live.fire(first, 'election')
      case 'heartbeat':
        return this.live.fire(first, 'heartbeat')
      case 'put':
      case 'append':
      case 'cas':
      case 'delete':
      case 'get':
        return this.ask(name, words)
      case 'cut':
        for (const link of words.flatMap((word) => this.links(word))) this.cut.add(link)
        return
      case 'heal':
        return this.cut.clear()
      case 'hold':
        this.holding = true
        return
      case 'release':
        this.holding = false
        return
      case 'deliver':
        return this.deliver(first, second ? Number(second) : Infinity)
      case 'copy':
        for (const envelope of this.live.network.filter(({ from, to }) => `${from}>${to}` === first))
          this.live.network.push({ ...envelope })
        return
      case 'drop':
        return this.drop(first)
      case 'disk':
        this.live.node(first).sync_by_hand = second === 'hold'
        return second === 'sync' ? this.live.sync(first) : undefined
      case 'crash':
        return this.live.crash(first)
      case 'restart':
        return this.live.start(first)
      case 'switches':
        return this.live.input(first, { kind: 'switches', switches: words.slice(1) })
      case 'transfer':
        return this.operate(first, 'transfer-leadership', second ? { to: second } : {})
      case 'campaign':
        return this.operate(first, 'campaign', {})
      case 'snapshot':
        return this.operate(first, 'take-snapshot', {})
      case 'peer':
        return this.live.input(first, { kind: 'peer', peer: second, connected: words[2] === 'up' })
      case 'status':
        return this.status()
      case 'flight':
        return this.tell(...this.live.network.map(narrateMessage))
      case 'data':
        return this.tell(...[...this.live.state(first).machine.data].map(([key, value]) => `${key} = ${value}`))
      case 'quietly':
        this.command(first, words.slice(1))
        if (!this.holding) this.deliverAll()
        this.lines = []
        return
      case 'messages':
        this.messages = first as typeof this.messages
        return
      default:
        throw new Error(`unknown command ${name}`)
    }
  }

  private get live(): TestCluster {
    if (this.cluster === null) throw new Error('a transcript begins with `cluster`')
    return this.cluster
  }

  private tell(...lines: string[]): void {
    this.lines.push(...lines)
  }

  private create(words: readonly string[]): void {
    const nodes = words.filter((word) => !word.includes('='))
    const perNode: Record<NodeId, Record<string, ParameterValue>> = Object.fromEntries(nodes.map((node) => [node, {}]))
    const switches: string[] = []
    for (const [name, value] of words.filter((word) => word.includes('=')).map((word) => word.split('=') as [string, string])) {
      if (name === 'switch') switches.push(value)
      const [node, parameter] = name.includes('.') ? (name.split('.') as [string, string]) : [null, name]
      for (const each of node ? [node] : nodes)
        perNode[each]![parameter] = JSON.parse(value.replace(/^[a-z-]+$/, quoteUnlessBoolean))
    }
    this.cut.clear()
    this.holding = false
    this.messages = 'usual'
    this.cluster = new TestCluster(
      { nodes, perNode, switches, random: () => 0 },
      {
        event: (event) => this.tellIfAny(narrateEvent(event)),
        replied: (node, request, reply) => this.tell(narrateReply(node, request, reply)),
        violated: (invariant, text) => this.tell(`VIOLATION of ${invariant}: ${text}`)
      }
    )
    this.lines = []
  }

  private tellIfAny(line: string | null): void {
    if (line !== null) this.tell(line)
  }

  private restartWith(id: NodeId, words: readonly string[]): void {
    const terms = words.filter((word) => !word.includes('=')).map(Number)
    const given = new Map(words.filter((word) => word.includes('=')).map((word) => word.split('=') as [string, string]))
    const entries = terms.map((term, at) =>
      makeEntry(at + 1, term, 'old', at + 1, { f: 'put', key: 'k', value: `${at + 1}/${term}` })
    )
    const term = Number(given.get('term') ?? terms.at(-1) ?? 0)
    const records = [
      { kind: 'hard-state', term, vote: given.get('vote') ?? null } as const,
      { kind: 'entries', entries } as const
    ]
    this.live.crash(id)
    this.live.node(id).disk = { snapshot: null, records: entries.length > 0 ? records : records.slice(0, 1) }
    this.live.start(id)
    this.lines = []
  }

  private operate(id: NodeId, command: string, given: Record<string, string>): void {
    this.live.input(id, { kind: 'command', command, arguments: given })
  }

  private ask(f: string, words: readonly string[]): void {
    const as = words.indexOf('as')
    const [id, key, ...values] = as < 0 ? words : words.slice(0, as)
    const [session, sequence] = as < 0 ? ['c', `${++this.sequence}`] : (words[as + 1]!.split(':') as [string, string])
    const operation =
      f === 'cas'
        ? { f, key, expected: values[0] === 'null' ? null : values[0], value: values[1] }
        : f === 'put' || f === 'append'
          ? { f, key, value: values[0] }
          : { f, key }
    this.live.request(id!, session, Number(sequence), operation as Operation)
  }

  private links(word: string): string[] {
    if (word.includes('>')) return [word]
    const others = [...this.live.nodes.keys()].filter((id) => id !== word)
    return others.flatMap((other) => [`${word}>${other}`, `${other}>${word}`])
  }

  private advance(us: number): void {
    const until = this.live.now_us + us
    for (let timer = this.live.nextTimer(); timer && timer.due_us <= until; timer = this.live.nextTimer()) {
      this.live.now_us = timer.due_us
      const told = this.lines.length
      this.live.fire(timer.id, timer.timer)
      if (!this.holding) this.deliverAll()
      if (this.lines.length > told) this.lines.splice(told, 0, `-- at ${timer.due_us / 1000} ms`)
    }
    this.live.now_us = until
  }

  private deliverAll(): void {
    while (this.cluster && this.cluster.network.length > 0) this.pass(this.cluster.network.shift()!)
  }

  private deliver(link: string, count: number): void {
    for (const envelope of this.takeFrom(link, count)) this.pass(envelope)
  }

  private drop(link: string): void {
    for (const envelope of this.takeFrom(link, Infinity)) this.tell(`${narrateMessage(envelope)} is lost`)
  }

  private takeFrom(link: string, count: number): Envelope[] {
    const taken = this.live.network.filter(({ from, to }) => `${from}>${to}` === link).slice(0, count)
    this.live.network = this.live.network.filter((envelope) => !taken.includes(envelope))
    return taken
  }

  private pass(envelope: Envelope): void {
    const lost = this.cut.has(`${envelope.from}>${envelope.to}`) || this.live.node(envelope.to).state === null
    const told = this.messages === 'all' || (this.messages === 'usual' && !isRoutine(envelope))
    if (told) this.tell(narrateMessage(envelope) + (lost ? ' is lost' : ''))
    if (!lost) this.live.deliver(envelope)
  }

  private status(): void {
    for (const { id, state } of this.live.nodes.values()) this.tell(`${id}: ${state ? raft.describe(state) : 'down'}`)
  }
}

function quoteUnlessBoolean(word: string): string {
  return word === 'true' || word === 'false' ? word : JSON.stringify(word)
}
