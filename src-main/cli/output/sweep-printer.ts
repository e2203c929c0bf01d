import type { Scenario } from '../../../src-shared/scenario/schema'
import type { Outcome } from '../../sweep/outcome'
import type { ScenarioSize } from '../../sweep/shrink/shrink'
import type { SweepSummary } from '../../sweep/sweep'
import type { SeedRange } from '../../sweep/seed-range'
import { ProgressLine } from './progress-line'
import { pluralize, describeFailure, describeSize, timeLeft, formatInteger } from './format-sweep'

/** A failing run made small. */
export interface ShrunkFailure {
  readonly seed: number
  readonly check: string
  readonly size: ScenarioSize
  readonly simulations: number
  /** YAML. */
  readonly scenario: string
  /** Where it was written; null: nowhere. */
  readonly file: string | null
}

/** A failing run that stays as it is. */
export interface NotShrunk {
  readonly seed: number
  readonly why: string
}

/** Tells whoever started a sweep how it goes and how it ended. */
export interface SweepPrinter {
  /** In the order of the seeds; those that passed too. `file`: where a failing run was written, if it was. */
  onOutcome(outcome: Outcome, file: string | null): void
  onShrinking(): void
  onShrunk(shrunk: ShrunkFailure): void
  onNotShrunk(failing: NotShrunk): void
  onEnd(summary: SweepSummary): void
  close(): void
}

/** One JSON object a line and nothing else: each `failure`, what it was `shrunk` to, and at last the `sweep`. */
export class JsonSweepPrinter implements SweepPrinter {
  private readonly start_ms = performance.now()

  constructor(
    private readonly scenario: Scenario,
    private readonly seeds: SeedRange
  ) {}

  onOutcome({ seed, failures }: Outcome, file: string | null): void {
    const [first] = failures
    if (first) this.print({ type: 'failure', seed, ...first, ...(file !== null && { file }) })
  }

  onShrinking(): void {}

  onShrunk(shrunk: ShrunkFailure): void {
    this.print({ type: 'shrunk', ...shrunk })
  }

  onNotShrunk(failing: NotShrunk): void {
    this.print({ type: 'not-shrunk', ...failing })
  }

  onEnd({ runs, failed, simulated_us, first_failure }: SweepSummary): void {
    const { first, last } = this.seeds
    const seconds = (performance.now() - this.start_ms) / 1000
    const rates = { seeds_per_s: runs / seconds, simulated_s_per_s: simulated_us / 1e6 / seconds }
    const counts = { runs, failed, first_failing_seed: first_failure?.seed ?? null, simulated_s: simulated_us / 1e6, seconds }
    this.print({ type: 'sweep', scenario: this.scenario.name, seeds: [first, last], ...counts, ...rates })
  }

  close(): void {}

  private print(object: object): void {
    process.stdout.write(`${JSON.stringify(object)}\n`)
  }
}

/** For people: a line for each failure, and on a terminal one more that keeps up with the sweep. */
export class PlainSweepPrinter implements SweepPrinter {
  private readonly start_ms = performance.now()
  private readonly progress: ProgressLine
  private runs = 0
  private failed = 0
  private simulated_s = 0
  private shrinking = false

  constructor(
    private readonly scenario: Scenario,
    private readonly seeds: SeedRange
  ) {
    this.progress = new ProgressLine(process.stderr, () => this.describeProgress())
    this.line(`${scenario.title} (${scenario.name}), seeds ${seeds.first} to ${seeds.last}`)
  }

  onOutcome(outcome: Outcome, file: string | null): void {
    const { seed, failures, simulated_us } = outcome
    this.runs++
    this.simulated_s += simulated_us / 1e6
    if (failures.length === 0) return
    this.failed++
    this.line(`Seed ${seed} fails ${describeFailure(failures[0]!)}${file === null ? '' : ` (${file})`}`)
  }

  onShrinking(): void {
    this.shrinking = true
  }

  onShrunk({ seed, size, simulations, scenario, file }: ShrunkFailure): void {
    this.line(
      `Seed ${seed} shrunk in ${pluralize(simulations, 'simulation')} to ${describeSize(size)}${file === null ? ':' : `: ${file}`}`
    )
    if (file === null) this.line(scenario.trimEnd().replace(/^/gm, '    '))
  }

  onNotShrunk({ seed, why }: NotShrunk): void {
    this.line(`Seed ${seed} was not shrunk: ${why}`)
  }

  onEnd({ runs, failed, simulated_us }: SweepSummary): void {
    const verdict = failed === 0 ? 'none failed' : `${formatInteger(failed)} failed`
    this.line(
      `${pluralize(runs, 'seed')} of ${this.scenario.name}, ${formatInteger(simulated_us / 1e6)} simulated seconds: ${verdict}.`
    )
  }

  close(): void {
    this.progress.close()
  }

  private line(text: string): void {
    this.progress.clear()
    console.log(text)
  }

  private describeProgress(): string | null {
    const seconds = (performance.now() - this.start_ms) / 1000
    const total = this.seeds.last - this.seeds.first + 1
    if (this.shrinking) return 'Shrinking what failed …'
    if (this.runs === 0) return `0 of ${pluralize(total, 'seed')}`
    const rate = this.runs / seconds
    return [
      `${formatInteger(this.runs)} of ${pluralize(total, 'seed')}`,
      `${rate.toFixed(1)} seeds/s`,
      `${formatInteger(this.simulated_s / seconds)} simulated s/s`,
      `${formatInteger(this.failed)} failed`,
      `${timeLeft((total - this.runs) / rate)} left`
    ].join(' · ')
  }
}
