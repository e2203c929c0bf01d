/** How benchmarks are told. */
import { availableParallelism, loadavg } from 'node:os'
import type { BenchRow } from './row'

const HEAD = ['', 'median', 'lowest … highest round', 'beside, in the same rounds', 'goal']

/** What the figures hold for. */
export function machine(): string {
  const load = loadavg().map((load) => load.toFixed(1))
  return `Node ${process.versions.node}, ${availableParallelism()} cores, load ${load.join(' ')}, ${new Date().toISOString()}`
}

/** A Markdown table, its columns aligned. */
export function table(rows: readonly BenchRow[]): string {
  const cells = [HEAD, ...rows.map(cellsOf)]
  const widths = HEAD.map((_, column) => Math.max(3, ...cells.map((row) => row[column]!.length)))
  const line = (row: readonly string[]) => `| ${row.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |`
  const rule = line(widths.map((width) => '-'.repeat(width)))
  return [line(cells[0]!), rule, ...cells.slice(1).map(line)].join('\n')
}

function cellsOf({ name, unit, median, low, high, baseline, goal }: BenchRow): string[] {
  const beside =
    baseline === undefined ? '' : `${baseline.name}: ${round(baseline.median)} (${round(median / baseline.median)} ×)`
  return [name, `${round(median)} ${unit}`, `${round(low)} … ${round(high)}`, beside, goal ?? '']
}

/** Three digits that mean something, and whole numbers whole. */
function round(value: number): string {
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en')
  return String(Number(value.toPrecision(3)))
}
