import { cloneFold } from './clone'

/** The finest step that folds keep, in microseconds. */
export const BUCKET_US = 100_000
/** More cells than this are merged in pairs, so a run of any length fits: 100 ms steps for seven minutes, 1.6 s for an hour and a half. */
const CELLS_MAX = 4096
/** Cells are kept in chunks. One that time has passed is frozen, so that copies of the fold share it. */
const CHUNK_CELLS = 64
/** The newest chunks stay open: events come a little late. */
const OPEN_CHUNKS = 2

/** A span of run time, `to_us` excluded. */
export interface Span {
  readonly from_us: number
  readonly to_us: number
  /** What clients did counts of these alone; absent: of all. */
  readonly clients?: readonly string[]
}

/**
 * One cell per step of run time, made on first use; a step without a cell had no data. When the run outgrows the cells, the step
 * doubles and neighbours merge: bounded memory, the whole run always there, and late events still find their cell.
 */
export class TimeBuckets<Cell> {
  private chunks: (readonly (Cell | undefined)[])[] = []
  width_us = BUCKET_US

  /** `merge` adds the later cell into the earlier one. */
  constructor(
    private readonly create: () => Cell,
    private readonly merge: (into: Cell, later: Cell) => void
  ) {}

  /** The cell of this moment, to be changed. */
  at(t_us: number): Cell {
    const t = Math.max(0, t_us)
    while (t >= this.width_us * CELLS_MAX) this.halve()
    const index = Math.floor(t / this.width_us)
    return (this.openChunk(Math.floor(index / CHUNK_CELLS))[index % CHUNK_CELLS] ??= this.create())
  }

  /** Cells with data that touch the span, in order, with their start. */
  *cellsIn(span: Span): IterableIterator<[start_us: number, cell: Cell]> {
    const last = Math.min(this.chunks.length * CHUNK_CELLS, Math.ceil(span.to_us / this.width_us))
    for (let i = Math.max(0, Math.floor(span.from_us / this.width_us)); i < last; i += 1) {
      const cell = this.chunks[Math.floor(i / CHUNK_CELLS)]?.[i % CHUNK_CELLS]
      if (cell !== undefined) yield [i * this.width_us, cell]
    }
  }

  /** A new cell with every cell merged whose middle lies in the span. */
  sum(span: Span): Cell {
    const sum = this.create()
    for (const [start_us, cell] of this.cellsIn(span)) {
      const middle_us = start_us + this.width_us / 2
      if (middle_us >= span.from_us && middle_us < span.to_us) this.merge(sum, cell)
    }
    return sum
  }

  /** A copy with the cells that were over at this moment. */
  until(t_us: number): TimeBuckets<Cell> {
    const copy = new TimeBuckets(this.create, this.merge)
    const cells = Math.floor(Math.max(0, t_us) / this.width_us)
    const whole = Math.floor(cells / CHUNK_CELLS)
    const rest = this.chunks[whole]?.slice(0, cells % CHUNK_CELLS) ?? []
    copy.width_us = this.width_us
    copy.chunks = [...this.chunks.slice(0, whole), rest].map((chunk) => (Object.isFrozen(chunk) ? chunk : cloneFold(chunk)))
    return copy
  }

  private openChunk(index: number): (Cell | undefined)[] {
    if (index >= this.chunks.length) this.freezeBefore(index + 1 - OPEN_CHUNKS)
    const chunk = this.chunks[index] ?? []
    // A late event: copies of the fold may have the frozen chunk.
    const open = (Object.isFrozen(chunk) ? cloneFold(chunk.slice()) : chunk) as (Cell | undefined)[]
    this.chunks[index] = open
    return open
  }

  private freezeBefore(index: number): void {
    this.chunks.slice(0, Math.max(0, index)).forEach((chunk) => Object.freeze(chunk))
  }

  private halve(): void {
    const { chunks } = this
    this.chunks = []
    this.width_us *= 2
    chunks.forEach((chunk, at) =>
      chunk.forEach((cell, i) => {
        if (cell === undefined) return
        // Into a new cell: copies of the fold may share the old ones.
        const index = (at * CHUNK_CELLS + i) >> 1
        this.merge((this.openChunk(Math.floor(index / CHUNK_CELLS))[index % CHUNK_CELLS] ??= this.create()), cell)
      })
    )
  }
}

/** The newest value within a cell, and the largest. NaN: the source went away. */
export interface Gauge {
  t_us: number
  last: number
  max: number
}

/** Buckets for a sampled value. */
export function createGauges(): TimeBuckets<Gauge> {
  return new TimeBuckets<Gauge>(
    () => ({ t_us: -1, last: NaN, max: -Infinity }),
    (into, later) => {
      into.max = Math.max(into.max, later.max)
      if (later.t_us < into.t_us) return
      into.t_us = later.t_us
      into.last = later.last
    }
  )
}

/** Records a value; a late one does not replace a newer one. */
export function recordGauge(gauges: TimeBuckets<Gauge>, t_us: number, value: number): void {
  const cell = gauges.at(t_us)
  if (value > cell.max) cell.max = value
  if (t_us < cell.t_us) return
  cell.t_us = t_us
  cell.last = value
}
