/** Correlated draws that keep their marginal law. Each remembers one value; the fresh draws are handed in. */
import { normalCdf, normalQuantile } from './normal'

/** Yes/no draws of rate `p` whose lag-1 autocorrelation is `correlation`: DAR(1), repeat the last or draw anew (Jacobs & Lewis 1978). */
export class CorrelatedChance {
  private last: boolean | null = null

  constructor(
    private readonly p: number,
    private readonly correlation: number
  ) {}

  /** It always says no: there is nothing to draw. */
  get neverHappens(): boolean {
    return this.p === 0
  }

  /** Both draws uniform in [0, 1): `draw` decides anew, `drawRepeat` whether the last answer is repeated instead. */
  next(draw: () => number, drawRepeat: () => number): boolean {
    const repeat = this.correlation > 0 && this.last !== null && drawRepeat() < this.correlation
    if (!repeat) this.last = draw() < this.p
    return this.last!
  }
}

/** Uniform draws that follow a Gaussian copula: an AR(1) series of the given correlation, mapped back to [0, 1) (Nelsen 2006, §2.3). */
export class CorrelatedUniform {
  private last: number | null = null

  constructor(private readonly correlation: number) {}

  next(u: number): number {
    if (this.correlation === 0) return u
    const fresh = normalQuantile(u)
    const rho = this.correlation
    this.last = this.last === null ? fresh : rho * this.last + Math.sqrt(1 - rho * rho) * fresh
    return normalCdf(this.last)
  }
}
