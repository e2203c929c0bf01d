import type { EventBody, ExitReason } from '../../src-shared/events'
import type { NodeId } from '../../src-shared/ids'
import { ProtocolAssertionError } from '../protocols/contract'
import { isTrueClock, LEAVE_CHECK_MS, LEAVE_MS, LEAVE_MS_MAX, STOP_MS_MAX } from '../node-core/conditions'
import type { ClockSettings, DiskSettings } from '../node-core/conditions'
import { describeFailure } from '../runtime/failure'
import { Boot } from './boot'
import type { SimulationEnv } from './boot'
import { SimulatedDisk } from './disk'
import { between } from './random'

/** What a process takes from its start until it is ready, lowest and highest. */
const BOOT_US = [10_000, 40_000] as const

/** What faults want of a node that is about to start. */
export interface StartCondition {
  readonly clock: ClockSettings
  readonly disk: DiskSettings
  /** See `NodeCoreOptions.service_us`. */
  readonly service_us: number
  /** See `NodeCoreOptions.message_us`. */
  readonly message_us: number
  readonly switches: readonly string[]
  readonly paused: boolean
}

export interface SimulatedNodeOptions {
  readonly env: SimulationEnv
  readonly node: NodeId
  /** Asked at each boot. */
  readonly condition: () => StartCondition
}

/** `starting`: its process runs and is not ready. `stopping`: an orderly end is under way. */
type Phase = 'down' | 'starting' | 'running' | 'stopping'

/** One node of the run through all its boots: starts, ends, pauses and restarts it, and tells the stream. See `Cluster`. */
export class SimulatedNode {
  private readonly disk = new SimulatedDisk()
  private phase: Phase = 'down'
  private boot: Boot | null = null
  private boots = 0
  /** Paused before it was ready, and whether it would have been ready since. */
  private is_start_paused = false
  private is_start_due = false
  /** It ought to be up: one that is still on its way down starts again when it has ended. */
  private is_wanted = false
  /** It leaves: called once it is down. */
  private onGone: (() => void) | null = null
  /** Nobody needs it any more, or it was waited for long enough: it goes once it is down. */
  private is_leave_over = false

  constructor(private readonly options: SimulatedNodeOptions) {}

  get isUp(): boolean {
    return this.phase === 'running' && !this.boot!.isPaused
  }

  /** Does nothing when it is up. */
  start(): void {
    this.is_wanted = true
    if (this.phase !== 'down') return
    const { env, node } = this.options
    const number = ++this.boots
    this.phase = 'starting'
    this.is_start_paused = false
    this.is_start_due = false
    this.emit({ kind: 'node-started', node, boot: number, pid: null, generation: this.disk.generation })
    env.scheduler.after(between(env.random(`${node}/${number}/start`), BOOT_US), () => this.loaded(number))
  }

  /** `kill -9`. */
  crash(): void {
    this.is_wanted = false
    if (this.phase !== 'down') this.end('crashed', null, 'SIGKILL', [])
  }

  /** An orderly stop; a paused process goes on just for that. */
  stop(): void {
    this.is_wanted = false
    if (this.phase === 'starting') return this.end('stopped', 0, null, [])
    if (this.phase !== 'running') return
    const { boot } = this
    this.phase = 'stopping'
    const unlessOver = (end: () => void) => () => {
      if (this.boot === boot) end()
    }
    boot!.stop(unlessOver(() => this.end('stopped', 0, null, [])))
    const insist = unlessOver(() => this.end('stopped', null, 'SIGKILL', []))
    this.options.env.scheduler.after(STOP_MS_MAX * 1000, insist)
  }

  /** It goes on for a while, and for as long as its protocol needs it, then stops in order for good; `onGone` is called once it is down. */
  leave(onGone: () => void): void {
    if (this.phase === 'down' && !this.mayBeNeeded) return onGone()
    this.onGone = onGone
    const { scheduler } = this.options.env
    const until_us = scheduler.now_us() + LEAVE_MS_MAX * 1000
    const stopOnceDone = (): void => {
      if (this.onGone !== onGone) return
      if (scheduler.now_us() >= until_us || this.mayStop) this.stopForGood(onGone)
      else scheduler.after(LEAVE_CHECK_MS * 1000, stopOnceDone)
    }
    scheduler.after(LEAVE_MS * 1000, stopOnceDone)
  }

  pause(): void {
    if (this.phase === 'starting' && !this.is_start_paused) this.is_start_paused = true
    else if (this.isUp) this.boot!.pause()
    else return
    this.emit({ kind: 'node-paused', node: this.options.node })
  }

  resume(): void {
    if (this.phase === 'starting' && this.is_start_paused) {
      this.emit({ kind: 'node-resumed', node: this.options.node })
      this.is_start_paused = false
      if (this.is_start_due) this.loaded(this.boots)
    } else if (this.phase === 'running' && this.boot!.isPaused) {
      this.emit({ kind: 'node-resumed', node: this.options.node })
      this.boot!.resume()
    }
  }

  setClock(clock: ClockSettings): void {
    this.boot?.setClock(clock)
    this.emit({ kind: 'node-clock', node: this.options.node, ...clock })
  }

  setDisk(disk: DiskSettings): void {
    this.boot?.setDisk(disk)
    this.emit({ kind: 'node-disk', node: this.options.node, ...disk })
  }

  /** The node must be down. */
  loseDisk(): void {
    this.disk.lose()
  }

  backUpDisk(): void {
    this.disk.backUp()
  }

  /** The node must be down, and there must be a backup. */
  restoreDisk(): void {
    this.disk.restore()
  }

  setSwitches(switches: readonly string[]): void {
    this.emit({ kind: 'node-switches', node: this.options.node, switches })
    this.boot?.setSwitches(switches)
  }

  /** Somebody has joined, leaves or has gone; a node that is not up learns of it when it starts. */
  membersChanged(): void {
    this.boot?.membersChanged()
  }

  /** Throws the reason, one sentence, when it cannot. */
  command(command: string, given: Readonly<Record<string, string | number | boolean>>): void {
    const { description } = this.options.env.protocol
    if (this.phase === 'down') throw new Error(`${this.options.node} is down`)
    if (!this.boot) throw new Error('the node is still starting')
    if (!description.commands.some((known) => known.name === command)) {
      throw new Error(`${description.name} has no command ${command}`)
    }
    this.boot.command(command, given)
  }

  /** The process is there: recover and take part. */
  private loaded(number: number): void {
    if (this.phase !== 'starting' || number !== this.boots) return
    this.is_start_due = true
    if (this.is_start_paused) return
    const { env, node, condition } = this.options
    const { clock, disk, service_us, message_us, switches, paused } = condition()
    const boot = new Boot({
      env,
      node,
      number,
      disk: this.disk,
      clock,
      disk_settings: disk,
      service_us,
      message_us,
      switches,
      onFailure: (error) => {
        if (this.boot === boot) this.fail(error)
      }
    })
    this.boot = boot
    if (!isTrueClock(clock)) this.emit({ kind: 'node-clock', node, ...clock })
    try {
      const recovered = boot.begin()
      this.phase = 'running'
      this.emit({ kind: 'node-ready', node, boot: number, ...recovered })
    } catch (error) {
      return this.fail(error as Error)
    }
    if (paused) this.pause()
  }

  private fail(error: Error): void {
    const { node } = this.options
    this.is_wanted = false
    if (error instanceof ProtocolAssertionError) this.emit({ kind: 'assertion', node, text: error.message })
    this.end('failed', 1, null, [describeFailure(error, { data_dir: node, port: 0 })])
  }

  private end(reason: ExitReason, code: number | null, signal: string | null, output: readonly string[]): void {
    const { node } = this.options
    const { boot } = this
    this.phase = 'down'
    this.boot = null
    if (reason !== 'stopped' || signal !== null) boot?.crash()
    this.emit({ kind: 'node-exited', node, boot: this.boots, reason, code, signal, output })
    // What only this node has may come back with it.
    if (this.onGone && (this.is_leave_over || !this.mayBeNeeded)) this.gone(this.onGone)
    else if (this.is_wanted) this.start()
  }

  /** Whether it has nothing left to do: one that is down may have. */
  private get mayStop(): boolean {
    return this.boot?.mayStop() ?? !this.mayBeNeeded
  }

  /** Whether the protocol says how long nodes that leave are needed. */
  private get mayBeNeeded(): boolean {
    return this.options.env.protocol.mayStop !== undefined
  }

  private stopForGood(onGone: () => void): void {
    this.is_leave_over = true
    if (this.phase === 'down') this.gone(onGone)
    else this.stop()
  }

  private gone(onGone: () => void): void {
    this.is_wanted = false
    this.is_leave_over = false
    this.onGone = null
    onGone()
  }

  private emit(event: EventBody): void {
    this.options.env.emit(event)
  }
}
