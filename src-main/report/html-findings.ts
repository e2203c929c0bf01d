/** What was deliberately wrong with the cluster, and what was caught. */
import type { EventOf, LabEvent } from '../../src-shared/events'
import { descriptionNamed } from '../../src-shared/protocols/registry'
import type { RunReport } from '../lab/run/session'
import { escapeXml } from './draw'
import { mark, seconds, table } from './html-parts'
import type { Section } from './html-parts'
import { momentsOf } from './moments'

/** Violations, and events of each, that are shown; once something is broken there is no end of them. */
const VIOLATIONS_MAX = 20
const EVENTS_MAX = 12

/** The deliberate bugs that were on, from the start or turned on while it ran; nothing when there were none. */
export function switchesSection(report: RunReport): Section | null {
  const uses = switchUses(report)
  if (uses.size === 0) return null
  const { switches } = descriptionNamed(report.result.protocol)
  const rows = [...uses].map(([name, when]) => {
    const { title = name, explanation = '' } = switches.find((known) => known.name === name) ?? {}
    return [mark(escapeXml(title), 'bad'), escapeXml(explanation), escapeXml([...when].join('; '))]
  })
  const caption = 'This cluster was broken on purpose'
  return { title: 'Deliberate bugs', body: table(caption, ['Bug*', 'What it does', 'On'], rows) }
}

/** Where and when each was turned on. */
function switchUses({ scenario, events }: RunReport): Map<string, Set<string>> {
  const uses = new Map<string, Set<string>>(
    scenario.cluster.switches.map((name) => [name, new Set(['all nodes, from the start'])])
  )
  const on = new Map<string, ReadonlySet<string>>()
  for (const event of events) {
    if (event.kind !== 'node-switches') continue
    const before = on.get(event.node) ?? new Set(scenario.cluster.switches)
    on.set(event.node, new Set(event.switches))
    for (const name of event.switches) {
      if (before.has(name)) continue
      const when = uses.get(name) ?? new Set()
      uses.set(name, when.add(`${event.node}, from ${seconds(event.t / 1000)}`))
    }
  }
  return uses
}

/** Broken invariants with the events that show them; nothing when none broke. */
export function violationsSection(report: RunReport): Section | null {
  const violations = report.events.filter((event): event is EventOf<'violation'> => event.kind === 'violation')
  if (violations.length === 0) return null
  const shown = violations.slice(0, VIOLATIONS_MAX)
  const wanted = new Set(shown.flatMap(({ events }) => events))
  const found = new Map(report.events.filter(({ seq }) => wanted.has(seq)).map((event) => [event.seq, event]))
  const { invariants } = descriptionNamed(report.result.protocol)
  const rows = shown.map(({ t, invariant, text, events }) => {
    const title = invariants.find(({ name }) => name === invariant)?.title ?? invariant
    const lines = events.slice(0, EVENTS_MAX).map((seq) => describe(seq, found.get(seq)))
    const evidence = lines.length > 0 ? `<pre>${escapeXml(lines.join('\n'))}</pre>` : ''
    return [seconds(t / 1000), escapeXml(title), escapeXml(text) + evidence]
  })
  const more = violations.length - shown.length
  const note = more > 0 ? `<p class="muted">${more} more are in the recording.</p>` : ''
  const caption = 'Invariants that broke while it ran, with the events that show it'
  return { title: 'Violations', body: table(caption, ['Time#', 'Invariant', 'Finding'], rows) + note }
}

/** Messages and log entries are in the recording only. */
function describe(seq: number, event: LabEvent | undefined): string {
  if (!event) return `event ${seq}`
  const moments = momentsOf(event, new Map()).map(({ host, text }) => `${host} ${text}`)
  return `event ${seq} at ${seconds(event.t / 1000)}: ${moments.join(', ') || event.kind}`
}
