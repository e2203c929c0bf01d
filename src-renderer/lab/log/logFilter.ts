import type { NodeId } from '../../../src-shared/ids'
import { firstIndex } from '../firstIndex'
import { LOG_LEVELS } from './eventLog'
import type { EventLog, LogLevel, LogLine } from './eventLog'

/** Which lines are shown; null: all. */
export interface LogFilter {
  readonly node: NodeId | null
  /** This level and those above it. */
  readonly level: LogLevel
  readonly topic: string | null
  /** In a line's text, in any case. */
  readonly text: string
}

export const ALL_LINES: LogFilter = { node: null, level: 'debug', topic: null, text: '' }

/** The lines of a log that pass a filter. Each line is looked at once. */
export class FilteredLog {
  /** Places in the log, counted from its first line ever. */
  private places: number[] = []
  private seen = 0
  private readonly passes: (line: LogLine) => boolean

  constructor(
    private readonly log: EventLog,
    filter: LogFilter
  ) {
    this.passes = passing(filter)
  }

  /** Takes in what the log got since the last call, and lets go of what it lost. */
  update(): void {
    const { lines } = this.log
    const end = lines.lost + lines.length
    const gone = firstIndex(this.places, (place) => place >= lines.lost)
    if (gone > 0) this.places = this.places.slice(gone)
    for (let place = Math.max(this.seen, lines.lost); place < end; place++) {
      if (this.passes(lines.at(place - lines.lost)!)) this.places.push(place)
    }
    this.seen = end
  }

  get length(): number {
    return this.places.length
  }

  at(index: number): LogLine | undefined {
    const place = this.places[index]
    return place === undefined ? undefined : this.lineAt(place)
  }

  /** Which line over the whole run this is: it stays the same when older ones are let go of. */
  placeOf(index: number): number {
    return this.places[index]!
  }

  /** How many of the lines there were when event `seq` had happened. */
  countUntil(seq: number): number {
    return firstIndex(this.places, (place) => this.lineAt(place).seq > seq)
  }

  private lineAt(place: number): LogLine {
    return this.log.lines.at(place - this.log.lines.lost)!
  }
}

function passing({ node, level, topic, text }: LogFilter): (line: LogLine) => boolean {
  const levels: ReadonlySet<LogLevel> = new Set(LOG_LEVELS.slice(LOG_LEVELS.indexOf(level)))
  const wanted = text.trim().toLowerCase()
  return (line) =>
    levels.has(line.level) &&
    (topic === null || line.topic === topic) &&
    (node === null || line.nodes.includes(node)) &&
    (wanted === '' || line.text.toLowerCase().includes(wanted))
}
