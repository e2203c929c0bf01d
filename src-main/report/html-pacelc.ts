/** The sections of a report that tell of a PACELC measurement: where each configuration is placed, and the figures that place it. */
import { latencyByDistance, letteredRows } from '../../src-shared/charts/pacelc-plane'
import { THEMES } from '../../src-shared/charts/palette'
import type { ChartTheme } from '../../src-shared/charts/palette'
import type { ExplorerRow } from '../../src-shared/exploration'
import { DISTANCES, KINDS, runsIdOf, runsOf, sidesOf } from '../../src-shared/pacelc/measurement'
import type { DistanceRuns, Kind, MeasuredRuns, Measurement, Side } from '../../src-shared/pacelc/measurement'
import {
  ELSE_CLASSES,
  medianLatencyOverSites,
  latencyText,
  PARTITION_CLASSES,
  percentText,
  placementOf,
  siteText,
  roundTripsOf,
  roundTripsText,
  sideText
} from '../../src-shared/pacelc/placement'
import type { ElseClass, PartitionClass, Placement } from '../../src-shared/pacelc/placement'
import { escapeXml, standaloneSvg } from './draw'
import { count, mark, table } from './html-parts'
import type { Section } from './html-parts'

const CHART = { width_px: 480, height_px: 280 }
const LOOKS = {
  PA: 'good',
  PC: 'good',
  EL: 'good',
  EC: 'good',
  neither: 'bad',
  open: 'open'
} as const satisfies Record<PartitionClass | ElseClass, string>

/** A measurement, and which seeds of each run it comes from, for example `1..3`. */
export interface ReportedMeasurement {
  readonly measurement: Measurement
  readonly seeds: string
}

/** Map, figures, charts and each run. `protocol`: of the run that the report is about, and of no other; default: of all. */
export function pacelcSections({ measurement, seeds }: ReportedMeasurement, protocol?: string): Section[] {
  const rows = measurement.rows.filter((row) => protocol === undefined || row.protocol === protocol)
  if (rows.length === 0) return []
  const placed = rows.map((row): Placed => {
    const { distances, partitions } = runsOf(measurement, row.id)
    return { row, placement: placementOf(distances, partitions) }
  })
  return [
    map(placed, measurement, seeds),
    figures(placed, measurement),
    charts(placed, measurement),
    details(placed, measurement)
  ]
}

interface Placed {
  readonly row: ExplorerRow
  readonly placement: Placement
}

function map(placed: readonly Placed[], { runs, total }: Measurement, seeds: string): Section {
  const otherwise = ELSE_CLASSES.filter((one) => placed.some(({ placement }) => placement.otherwise.class === one))
  const body = PARTITION_CLASSES.filter((one) => placed.some(({ placement }) => placement.partition.class === one)).map(
    (partition) => [
      mark(partition, LOOKS[partition]),
      ...otherwise.map((other) =>
        placed
          .filter(({ placement }) => placement.partition.class === partition && placement.otherwise.class === other)
          .map(
            ({ row }) =>
              `<a href="#pacelc-${row.id}"><span class="muted">${escapeXml(row.protocol_title)}:</span> ${escapeXml(row.title)}</a>`
          )
          .join('<br>')
      )
    ]
  )
  const unfinished =
    runs.length === total ? '' : `<p>${mark('~ unfinished', 'open')} Measured so far: ${runs.length} of ${total}.</p>`
  return {
    title: 'PACELC by measurement',
    body: `<p>Three sites, a node and a client at each; simulated runs (seeds ${escapeXml(seeds)}) at each distance, and with each site cut off.
During a partition (P): PA answers on every side, PC refuses somewhere and stays linearizable. Else (E): EL answers reads or writes without
waiting for another site and is not linearizable, EC waits and is. Neither: it pays, and still is not linearizable.
Clocks agree here: last write wins is only as good as they are.</p>
${unfinished}<div class="wide">${table('Where the figures place each configuration', ['During a partition*', ...otherwise.map((one) => mark(one, LOOKS[one]))], body)}</div>`
  }
}

function figures(placed: readonly Placed[], measurement: Measurement): Section {
  const headings = ['Settings*', 'Operations', 'Round trips', ...DISTANCES.map(({ round_trip_ms }) => `${round_trip_ms} ms#`)]
  const body = placed.flatMap(({ row }) => KINDS.map((kind) => figuresRow(row, kind, measurement)))
  const articles = placed.map(({ row, placement }) => placementCard(row, placement, measurement))
  return {
    title: 'What operations cost',
    body: `<div class="wide">${table('Median latency in most sites, by the round trip between sites', headings, body)}</div>
<div class="cards">${articles.join('\n')}</div>`
  }
}

function figuresRow(row: ExplorerRow, kind: Kind, measurement: Measurement): string[] {
  const { distances } = runsOf(measurement, row.id)
  const latencies = DISTANCES.map(({ id }) => {
    const one = distances.find(({ distance }) => distance === id)
    return one ? latencyText(medianLatencyOverSites(one, kind)) : '–'
  })
  const name = `<span class="muted">${escapeXml(row.protocol_title)}</span><br>${escapeXml(row.title)}`
  return [
    kind === KINDS[0] ? name : `<span class="muted">${escapeXml(row.title)}</span>`,
    kind,
    roundTripsText(roundTripsOf(distances), kind),
    ...latencies
  ]
}

function placementCard(
  { id, protocol_title, title }: ExplorerRow,
  { partition, otherwise }: Placement,
  measurement: Measurement
): string {
  return `<article class="card" id="pacelc-${id}"><h3>${escapeXml(`${protocol_title}: ${title}`)}</h3>
<p>${mark(partition.class, LOOKS[partition.class])} ${escapeXml(partition.text)}</p>
<p>${mark(otherwise.class, LOOKS[otherwise.class])} ${escapeXml(otherwise.text)}</p>
${sideTable(sidesOf(runsOf(measurement, id).partitions))}</article>`
}

function sideTable(sides: readonly Side[]): string {
  const rows = sides.map((side) => [escapeXml(sideText(side)), ...KINDS.map((kind) => percentText(side[kind]))])
  return table('Answered while a site was cut off', ['Side*', 'reads#', 'writes#'], rows)
}

function latencyTable({ latencies }: DistanceRuns): string {
  const rows = latencies.flatMap((one) =>
    KINDS.map((kind) => {
      const { count: amount, median_ms, p99_ms } = one[kind]
      return [`${escapeXml(siteText(one.site))}, ${kind}`, latencyText(median_ms), latencyText(p99_ms), count(amount)]
    })
  )
  return table('', ['Clients*', 'median#', 'p99#', 'answered#'], rows)
}

function charts(placed: readonly Placed[], measurement: Measurement): Section {
  const protocols = [...new Map(placed.map(({ row }) => [row.protocol, row.protocol_title]))]
  const figures = protocols.map(([protocol, title]) => {
    const lettered = letteredRows(measurement, protocol)
    const key = lettered.map(({ letter, row }) => `<b>${letter}</b> ${escapeXml(row.title)}`).join(' · ')
    const pictures = KINDS.map((kind) => {
      const draw = (theme: ChartTheme) =>
        standaloneSvg(latencyByDistance(measurement, lettered, kind, theme, CHART), CHART, {
          id: `pacelc-${protocol}-${kind}-${theme.name}`,
          title: `${title}: ${kind}`,
          description: `Median latency of ${kind} against the round trip between sites.`
        })
      return `<figure><figcaption>${kind}, median latency against the round trip between sites (dotted: one round trip)</figcaption>
<div class="in-light">${draw(THEMES.light)}</div><div class="in-dark">${draw(THEMES.dark)}</div></figure>`
    })
    return `<h3>${escapeXml(title)}</h3><p class="muted">${key}</p><div class="cards">${pictures.join('')}</div>`
  })
  return { title: 'Latency against distance', body: figures.join('\n') }
}

function details(placed: readonly Placed[], { runs }: Measurement): Section {
  const articles = placed.flatMap(({ row }) => runs.filter((one) => one.row === row.id).map((one) => runDetail(row, one)))
  return { title: 'Each measured run', body: articles.join('\n') }
}

function runDetail({ protocol_title, title }: ExplorerRow, runs: MeasuredRuns): string {
  const where =
    runs.kind === 'distance' ? DISTANCES.find(({ id }) => id === runs.distance)!.title : `${runs.isolated_site} cut off`
  const error = runs.error === null ? '' : `<p>${mark('~ not run', 'open')} ${escapeXml(runs.error)}</p>`
  return `<article class="card" id="${runsIdOf(runs)}"><h3>${escapeXml(`${protocol_title} · ${title} · ${where}`)}</h3>
${error}${runs.kind === 'distance' ? latencyTable(runs) : sideTable(runs.sides)}<p>${runs.runs} runs; not linearizable: ${runs.violated}; undecided: ${runs.undecided}. ${escapeXml(runs.text)}</p>
<details><summary>The run with seed ${runs.seed}</summary><pre>${escapeXml(runs.scenario)}</pre></details></article>`
}
