/**
 * Runs a transcript: blocks of comments (#), commands, a line `----`, and the narration that the commands must give.
 *
 *     cluster A B C [parameter=value | A.parameter=value | switch=name]…   fresh nodes, nothing happens yet
 *     advance 180                           let ms pass: timers fire, messages arrive at once
 *     fire A TIMER                          fire this timer of A now
 *     put|append A k v, cas A k old new, delete|get A k, increment A k 2   ask A; then, if need be:
 *         as s:4 | as s                     names session and sequence; else session c and the next sequence
 *         policy=one                        under this policy
 *         blind                             without what the session's earlier answers gave it to bring along
 *     cut A>B B>A … | cut A | heal          lose what these links carry (A: all links of A); undo
 *     hold | deliver A>B [count] | drop A>B | release   keep messages in flight, let some through or lose them, go on as before
 *     copy A>B                              duplicate what is in flight on a link; the copies come last
 *     disk A hold | disk A sync | disk A release   A's disk is slow; its sync finishes
 *     crash A | restart A                   what was not synced is lost
 *     disk A backup | disk A lost | disk A restored   keep a copy; A, which is down, has an empty disk, or its copy
 *     switches A [name…]                    these deliberate bugs are on in A from now on, no others
 *     command A NAME [argument=value]…      an operator's command
 *     peer A B up|down
 *     status | flight                       print nodes, or messages in flight
 *     messages none|usual|all               how many messages to tell of; usual leaves out those that come all the time
 *     quietly COMMAND                       tell nothing of it
 *
 * A protocol's dialect adds its own.
 */
import type { NodeId } from '../../../src-shared/ids'
import type { Operation } from '../../../src-shared/operations'
import type { ParameterValue } from '../../../src-shared/description/protocol-description'
import type { ClientReply, ClientRequest } from '../../../src-node/protocols/contract'
import type { Envelope } from './cluster'
import { TestCluster } from './cluster'
import type { Dialect } from './dialect'
import { narrateEvent, narrateReply } from './narrator'

/** The transcript with its narrations as they really are. */
export function runTranscript(text: string, dialect: Dialect): string {
  const transcript = new Transcript(dialect)
  const blocks = text.trimEnd().split(/\n{2,}/)
  return blocks.map((block) => rewriteBlock(transcript, block)).join('\n\n') + '\n'
}

function rewriteBlock(transcript: Transcript, block: string): string {
  const lines = block.split('\n')
  const separator = lines.indexOf('----')
  const written = separator < 0 ? lines : lines.slice(0, separator)
  const commands = written.filter((line) => !line.startsWith('#'))
  if (commands.length === 0) return block
  const narration = commands.flatMap((command) => transcript.run(command))
  return [...written, '----', ...narration].join('\n')
}

class Transcript {
  private cluster: TestCluster<unknown> | null = null
  private lines: string[] = []
  private readonly cut = new Set<string>()
  private holding = false
  private messages: 'none' | 'usual' | 'all' = 'usual'
  private sequence = 0
  /** What answers gave each session to bring along: its token, and one for each key. */
  private readonly tokens = new Map<string, { session?: string; readonly keys: Map<string, string> }>()
  /** Operations that were asked, as `client:op`. */
  private readonly asked = new Set<string>()

  constructor(private readonly dialect: Dialect) {}

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
      case 'advance':
        return this.advance(Number(first) * 1000)
      case 'fire':
        return this.live.fire(first, second)
      case 'put':
      case 'append':
      case 'cas':
      case 'delete':
      case 'get':
      case 'increment':
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
        return this.disk(first, second)
      case 'crash':
        return this.live.crash(first)
      case 'restart':
        return this.live.start(first)
      case 'switches':
        return this.live.input(first, { kind: 'switches', switches: words.slice(1) })
      case 'command':
        return this.live.input(first, { kind: 'command', command: second, arguments: argumentsOf(words.slice(2)) })
      case 'peer':
        return this.live.input(first, { kind: 'peer', peer: second, connected: words[2] === 'up' })
      case 'status':
        return this.status()
      case 'flight':
        return this.tell(...this.live.network.map((envelope) => this.narrate(envelope)))
      case 'quietly':
        this.command(first, words.slice(1))
        if (!this.holding) this.deliverAll()
        this.lines = []
        return
      case 'messages':
        this.messages = first as typeof this.messages
        return
      default: {
        const own = this.dialect.commands[name]
        if (own === undefined) throw new Error(`unknown command ${name}`)
        return this.tell(...(own(this.live, words) ?? []))
      }
    }
  }

  private disk(node: NodeId, what: string): void {
    switch (what) {
      case 'backup':
        return this.live.backUpDisk(node)
      case 'lost':
      case 'restored':
        return this.live.replaceDisk(node, what === 'lost' ? 'empty' : 'backup')
      default:
        this.live.node(node).sync_by_hand = what === 'hold'
        if (what === 'sync') this.live.sync(node)
    }
  }

  private get live(): TestCluster<unknown> {
    if (this.cluster === null) throw new Error('a transcript begins with `cluster`')
    return this.cluster
  }

  private tell(...lines: string[]): void {
    this.lines.push(...lines)
  }

  private create(words: readonly string[]): void {
    const nodes = words.filter((word) => !word.includes('='))
    const parameters: Record<string, ParameterValue> = {}
    const perNode: Record<NodeId, Record<string, ParameterValue>> = Object.fromEntries(nodes.map((node) => [node, {}]))
    const switches: string[] = []
    for (const [name, value] of words.filter((word) => word.includes('=')).map((word) => word.split('=') as [string, string])) {
      if (name === 'switch') switches.push(value)
      const [node, parameter] = name.includes('.') ? (name.split('.') as [string, string]) : [null, name]
      const given = node === null ? parameters : perNode[node]!
      given[parameter] = valueOf(value)
    }
    this.cut.clear()
    this.tokens.clear()
    this.asked.clear()
    this.holding = false
    this.messages = 'usual'
    this.cluster = new TestCluster(
      this.dialect.protocol,
      { nodes, parameters, perNode, switches, random: () => 0 },
      {
        event: (event) => this.printIfAny(this.dialect.leavesOut?.(event) ? null : narrateEvent(event)),
        replied: (node, request, reply) => this.onReply(node, request, reply),
        lost: (operations) => this.tell(`LOST although acknowledged: ${operations.join(', ')}`),
        violated: (invariant, text) => this.tell(`VIOLATION of ${invariant}: ${text}`)
      }
    )
    this.lines = []
  }

  private printIfAny(line: string | null): void {
    if (line !== null) this.tell(line)
  }

  private onReply(node: NodeId, request: ClientRequest, reply: ClientReply): void {
    const { session, sequence, operation } = request
    this.tell(narrateReply(node, request, reply))
    // One tentative answer is none yet.
    if (reply.status !== 'ok' || reply.tentative !== undefined) return
    const tokens = this.tokens.get(session) ?? { keys: new Map<string, string>() }
    this.tokens.set(session, tokens)
    if (reply.context?.session !== undefined) tokens.session = reply.context.session
    if (reply.context?.key !== undefined) tokens.keys.set(operation.key, reply.context.key)
    this.live.observe({ kind: 'ok', client: session, op: sequence, result: reply.result, latency_us: 0, node })
  }

  private ask(f: string, words: readonly string[]): void {
    const as = words.indexOf('as')
    const [session, sequence = `${++this.sequence}`] = as < 0 ? ['c'] : words[as + 1]!.split(':')
    const policy = words.find((word) => word.startsWith('policy='))?.slice('policy='.length)
    const named = words.filter(
      (word, at) => word !== 'blind' && !word.startsWith('policy=') && (as < 0 || (at !== as && at !== as + 1))
    )
    const [id, key, ...values] = named
    const tokens = this.tokens.get(session!)
    const context = words.includes('blind') ? {} : { session: tokens?.session, key: tokens?.keys.get(key!) }
    const operation = operationOf(f, key!, values)
    const name = `${session}:${sequence}`
    if (!this.asked.has(name)) this.live.observe({ kind: 'invoke', client: session!, op: Number(sequence), operation })
    this.asked.add(name)
    this.live.request(id!, { session: session!, sequence: Number(sequence), operation, policy, context })
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
    // Invariants that wait for the news of others hear that it is later now.
    for (const { id, state } of this.live.nodes.values()) if (state) this.live.observe({ kind: 'sample', node: id, values: {} })
  }

  private deliverAll(): void {
    while (this.cluster && this.cluster.network.length > 0) this.pass(this.cluster.network.shift()!)
  }

  private deliver(link: string, count: number): void {
    for (const envelope of this.takeFrom(link, count)) this.pass(envelope)
  }

  private drop(link: string): void {
    for (const envelope of this.takeFrom(link, Infinity)) this.tell(`${this.narrate(envelope)} is lost`)
  }

  private takeFrom(link: string, count: number): Envelope[] {
    const taken = this.live.network.filter(({ from, to }) => `${from}>${to}` === link).slice(0, count)
    this.live.network = this.live.network.filter((envelope) => !taken.includes(envelope))
    return taken
  }

  private pass(envelope: Envelope): void {
    const lost = this.cut.has(`${envelope.from}>${envelope.to}`) || this.live.node(envelope.to).state === null
    const told = this.messages === 'all' || (this.messages === 'usual' && !this.dialect.isRoutine(envelope.message))
    if (told) this.tell(this.narrate(envelope) + (lost ? ' is lost' : ''))
    if (!lost) this.live.deliver(envelope)
  }

  private status(): void {
    const { protocol } = this.dialect
    for (const { id, state } of this.live.nodes.values()) this.tell(`${id}: ${state ? protocol.describe(state) : 'down'}`)
  }

  private narrate({ from, to, message }: Envelope): string {
    return `${from}>${to} ${this.dialect.protocol.describeMessage(message)}`
  }
}

function operationOf(f: string, key: string, [first = '', second = '']: readonly string[]): Operation {
  switch (f) {
    case 'cas':
      return { f, key, expected: first === 'null' ? null : first, value: second }
    case 'put':
    case 'append':
      return { f, key, value: first }
    case 'increment':
      return { f, key, by: Number(first) }
    default:
      return { f: f as 'get' | 'delete', key }
  }
}

/** `shard=1`, `at=k5`. */
function argumentsOf(words: readonly string[]): Record<string, string | number | boolean> {
  const given = words.map((word) => word.split('=') as [string, string])
  return Object.fromEntries(given.map(([name, value]) => [name, valueOf(value) as string | number | boolean]))
}

/** Numbers and lists as in JSON; words need no quotes. */
function valueOf(text: string): ParameterValue {
  return JSON.parse(text.replace(/^[a-z][a-z0-9-]*$/, quoteUnlessBoolean)) as ParameterValue
}

function quoteUnlessBoolean(word: string): string {
  return word === 'true' || word === 'false' ? word : JSON.stringify(word)
}
