import { fork } from 'node:child_process'
import type { ChildProcess, ForkOptions, Serializable } from 'node:child_process'
import { constants, getPriority, setPriority } from 'node:os'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { entryPath } from '../../../src-node/runtime/entries'
import type { LoadedMessage } from '../../../src-node/runtime/control-channel'
import type { EntryName } from '../../../src-node/runtime/entries'
import { closeChannel } from './close-channel'

/** Lines of a child's output that are kept, the last ones, and the most characters of each. */
const OUTPUT_LINES_MAX = 20
const OUTPUT_LINE_CHARACTERS_MAX = 500
/** How long after a child's end its last messages and output may still be on their way. */
const DRAIN_MS_MAX = 500

const NO_ROOM =
  'no further process can be started: the system allows no more open files or processes; raise `ulimit -n` or `ulimit -u`'

/** How a child ended. */
export interface ChildExit {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  /** The last lines it wrote, oldest first. */
  readonly output: readonly string[]
}

/** One sentence on a process without which the run cannot go on, and its last words. */
export function describeExit(what: string, { code, signal, output }: ChildExit): string {
  const how = signal === null ? `with code ${code ?? 'none'}` : `by ${signal}`
  return [`The ${what} process ended ${how}, so the run was given up. What was recorded before is kept.`, ...output].join('\n')
}

/** A process that the lab started: its control channel, its last output, its end. */
export class Child<ToChild extends object, FromChild> {
  /** Resolves when the process has ended and everything it sent and wrote has been read. Never rejects. */
  readonly exited: Promise<ChildExit>
  /** Resolves when the program is loaded and waits for orders, or has ended before that. */
  readonly loaded: Promise<void>
  private readonly output: string[] = []

  constructor(
    private readonly process: ChildProcess,
    onMessage: (message: FromChild) => void
  ) {
    let markLoaded = () => {}
    this.loaded = new Promise((resolve) => (markLoaded = resolve))
    process.on('message', (message: FromChild | LoadedMessage) => {
      if (isLoaded(message)) markLoaded()
      else onMessage(message)
    })
    // Without a listener a failed send or kill would throw; that the process is gone shows in its exit.
    process.on('error', () => {})
    this.exited = this.waitForExit([this.keepOutput(process.stdout!), this.keepOutput(process.stderr!)])
    void this.exited.then(markLoaded)
  }

  /** 0 when the process could not even be started. */
  get pid(): number {
    return this.process.pid ?? 0
  }

  /** Sends a control message; does nothing when the process has ended. */
  send(message: ToChild): void {
    if (this.process.connected) this.process.send(message as Serializable, undefined, undefined, () => {})
  }

  /** Sends a signal. A stopped (SIGSTOP) process still obeys SIGKILL and SIGCONT. */
  signal(signal: NodeJS.Signals): void {
    this.process.kill(signal)
  }

  /** Closes the control channel, which every program of the lab takes as the order to exit. */
  disconnect(): void {
    closeChannel(this.process)
  }

  /** Waits for the process to end by itself, and kills it when it has not after `patience_ms`. */
  async end(patience_ms: number): Promise<ChildExit> {
    const timer = setTimeout(() => this.signal('SIGKILL'), patience_ms)
    const exit = await this.exited
    clearTimeout(timer)
    return exit
  }

  private async keepOutput(stream: Readable): Promise<void> {
    for await (const line of createInterface({ input: stream })) {
      this.output.push(line.slice(0, OUTPUT_LINE_CHARACTERS_MAX))
      if (this.output.length > OUTPUT_LINES_MAX) this.output.shift()
    }
  }

  private async waitForExit(output: readonly Promise<void>[]): Promise<ChildExit> {
    const channel_closed = new Promise((resolve) => this.process.once('disconnect', resolve))
    const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve) => {
      this.process.once('exit', (...exit) => resolve(exit))
      this.process.once('error', () => this.process.pid === undefined && resolve([null, null]))
    })
    let timer: NodeJS.Timeout | undefined
    const patience = new Promise((resolve) => (timer = setTimeout(resolve, DRAIN_MS_MAX)))
    await Promise.race([Promise.all([channel_closed, ...output]), patience])
    clearTimeout(timer)
    return { code, signal, output: this.output }
  }
}

function isLoaded(message: unknown): message is LoadedMessage {
  return (message as LoadedMessage).kind === 'loaded'
}

interface ChildOptions {
  readonly detached?: boolean
  readonly told?: readonly string[]
  readonly priority?: number
}

/**
 * Starts one of the lab's programs with the executable that runs this one. `onMessage` gets everything it says, in order.
 * `detached`: in a session of its own, so that the terminal's Ctrl-C does not reach it. `told`: what it must know from its first
 * moment on, as arguments. `priority`: of the scheduler, see `os.setPriority`. Throws one sentence when the program is not built, or
 * the system has no room for another process.
 */
export function startChild<ToChild extends object, FromChild>(
  entry: EntryName,
  onMessage: (message: FromChild) => void,
  { detached = false, told = [], priority = constants.priority.PRIORITY_NORMAL }: ChildOptions = {}
): Child<ToChild, FromChild> {
  const { NODE_OPTIONS: _, ...env } = process.env
  if (process.versions.electron) env.ELECTRON_RUN_AS_NODE = '1'
  const child = forkProgram(entryPath(entry), told, { env, detached })
  // At once: the threads that it is about to create inherit it. A lab that itself has less cannot give it more.
  if (getPriority(child.pid) < priority) setPriority(child.pid!, priority)
  return new Child(child, onMessage)
}

function forkProgram(path: string, told: readonly string[], options: Pick<ForkOptions, 'env' | 'detached'>): ChildProcess {
  let child: ChildProcess
  try {
    child = fork(path, told, { ...options, execArgv: [], serialization: 'advanced', stdio: ['ignore', 'pipe', 'pipe', 'ipc'] })
  } catch (error) {
    throw new Error(`${NO_ROOM} (${(error as Error).message})`, { cause: error })
  }
  if (child.pid !== undefined) return child
  // The reason comes as an event, later.
  child.on('error', () => {})
  throw new Error(NO_ROOM)
}
