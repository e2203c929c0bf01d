/** What N, R and W of a run's cluster promise, where its protocol counts replicas. */
import { quorumOverlap } from '../../src-shared/protocols/quorum/overlap'
import { overlapText, runningQuorum, waivedText } from '../../src-shared/protocols/quorum/overlap-text'
import { nodeNames } from '../../src-shared/scenario/schema'
import { descriptionNamed } from '../../src-shared/protocols/registry'
import type { RunReport } from '../lab/run/session'
import { escapeXml } from './draw'
import { mark, table } from './html-parts'
import type { Section } from './html-parts'

/** Replicas that each R and W have in common for the run's N; null where the protocol declares no such numbers. */
export function overlapSection({ scenario }: RunReport): Section | null {
  const { overlap, parameters } = descriptionNamed(scenario.cluster.protocol)
  const running = runningQuorum({ overlap, parameters }, scenario.cluster.parameters)
  if (overlap === undefined || running === null) return null
  const { n } = running
  const sizes = Array.from({ length: n }, (_, i) => i + 1)
  const rows = sizes.map((r) => [
    `R ${r}`,
    ...sizes.map((w) => {
      const { overlap: shared, strict } = quorumOverlap(n, r, w)
      const text = strict ? mark(`✓ ${shared}`, 'good') : mark('✗ none', 'bad')
      return running.r === r && running.w === w ? `${text} ▪` : text
    })
  ])
  const waived = running.waived && overlap.waived_by ? [waivedText(parameters[overlap.waived_by]!.title)] : []
  const lines = [...overlapText(running, nodeNames(scenario)), ...waived]
  return {
    title: 'Quorum overlap',
    body: `${table(`N = ${n}: replicas that a read of R and a write of W share at least; ▪ as running`, ['*', ...sizes.map((w) => `W ${w}`)], rows)}
<ul>${lines.map((line) => `<li>${escapeXml(line)}</li>`).join('')}</ul>`
  }
}
