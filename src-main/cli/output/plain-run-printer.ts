import type { WriteStream } from 'node:tty'
import type { EventOf, LabEvent } from '../../../src-shared/events'
import { outcomeOf } from '../../../src-shared/folds/operations'
import type { LabState } from '../../../src-shared/lab-api'
import type { RunResult } from '../../../src-shared/result'
import type { Scenario } from '../../../src-shared/scenario/schema'
import type { Engine } from '../../../src-shared/engine'
import { describeResult } from './describe-result'
import type { RunPrinter } from './run-printer'

const REDRAW_EVERY_MS = 200
const ENGINES: Readonly<Record<Engine, string>> = { processes: 'real processes', simulation: 'simulated' }
const ERASE_LINE = '\r\u001b[2K'

/** For people: a line for what happens, and on a terminal one more that keeps up with the run. */
export class PlainRunPrinter implements RunPrinter {
  private readonly counts = { ok: 0, fail: 0, unknown: 0 }
  private leader = ''
  private t_us = 0
  private phase: LabState['phase'] = 'idle'
  private readonly timer: NodeJS.Timeout | null

  constructor(
    private readonly scenario: Scenario,
    private readonly out: Pick<WriteStream, 'write' | 'isTTY' | 'columns'>
  ) {
    this.timer = out.isTTY ? setInterval(() => this.redraw(), REDRAW_EVERY_MS) : null
  }

  onPhase({ phase, error, engine, seed }: LabState): void {
    this.phase = phase
    if (phase === 'starting') this.line(`${this.scenario.title} (${this.scenario.name}, ${ENGINES[engine]}, seed ${seed})`)
    if (phase === 'checking') this.line('Checking the history …')
    if (error !== null) this.line(`Failed: ${error}`)
  }

  onEvents(events: readonly LabEvent[]): void {
    for (const event of events) {
      this.t_us = Math.max(this.t_us, event.t)
      const outcome = outcomeOf(event)
      if (outcome) this.counts[outcome]++
      const text = this.describe(event)
      if (text) this.line(`${(event.t / 1e6).toFixed(3).padStart(9)} s  ${text}`)
    }
  }

  onResult(result: RunResult, unwritten: string | null): void {
    this.line(describeResult(result, unwritten === null))
  }

  printNote(text: string): void {
    this.line(text)
  }

  close(): void {
    if (this.timer) clearInterval(this.timer)
  }

  private describe(event: LabEvent): string | null {
    switch (event.kind) {
      case 'role':
        return this.describeRole(event)
      case 'fault-started':
        return `fault ${event.fault}: ${event.label}`
      case 'fault-ended':
        return `fault ${event.fault} ends`
      case 'node-exited':
        return [`${event.node} ${event.reason}`, ...(event.reason === 'failed' ? event.output : [])].join('\n    ')
      case 'node-ready':
        return event.boot > 1 ? `${event.node} is back with ${event.recovered_records} records from its disk` : null
      case 'notice':
        return event.level === 'info' ? null : `${event.level}: ${event.text}`
      case 'violation':
        return `VIOLATION of ${event.invariant}: ${event.text}`
      case 'writes-lost':
        return `LOST: ${event.text}`
      case 'gap':
        return `${event.lost} events of ${event.source} were lost`
      default:
        return null
    }
  }

  private describeRole({ node, role, term = 0, leader }: EventOf<'role'>): string | null {
    if (leader !== node) return null
    // Of several appointed leaders none is the leader.
    if (term === 0) return `${node} is ${role}`
    this.leader = `${node}, term ${term}`
    return `${node} is ${role} in term ${term}`
  }

  private line(text: string): void {
    this.out.write(`${this.timer ? ERASE_LINE : ''}${text}\n`)
  }

  private redraw(): void {
    const { duration } = this.scenario
    const { ok, fail, unknown } = this.counts
    const time = `${(this.t_us / 1e6).toFixed(1)} s${duration === undefined ? ' (Ctrl-C ends it)' : ` of ${duration / 1000} s`}`
    const parts = [this.phase, time, this.leader && `leader ${this.leader}`, `${ok} ok, ${fail} failed, ${unknown} unknown`]
    this.out.write(
      ERASE_LINE +
        parts
          .filter(Boolean)
          .join(' · ')
          .slice(0, (this.out.columns || 80) - 1)
    )
  }
}
