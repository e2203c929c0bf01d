import type { LinkState } from '../../../src-shared/folds/cluster-links'
import { CLEAR_LINK } from '../../../src-shared/network/netem'
import type { LinkSettings } from '../../../src-shared/network/netem'

/** More would cover the nodes; the inspector has them all. */
const WORDS_MAX = 2

/** What is done to a link, whatever its traffic. */
export type LinkCondition = Pick<LinkState, 'mode' | 'settings'>

/** How one direction of a link is drawn. Trouble first: a cut link's delay does not matter. */
export type LinkStyle = 'healthy' | 'cut' | 'slowed' | 'lossy'

export function linkStyle(link: LinkCondition | undefined): LinkStyle {
  if (!link) return 'healthy'
  if (link.mode !== 'open') return 'cut'
  const { corrupt_percent, alter_percent } = link.settings
  if (lossPercent(link.settings) > 0 || corrupt_percent > 0 || alter_percent > 0) return 'lossy'
  return isSlowed(link.settings) ? 'slowed' : 'healthy'
}

/** What stands on the line: `12 ms`, `5 % loss`, `cut`; the first two when there is more. Empty when it is healthy. */
export function labelOf(link: LinkCondition | undefined): string {
  const words = wordsOf(link)
  return words.length <= WORDS_MAX ? words.join(' · ') : `${words.slice(0, WORDS_MAX).join(' · ')} · +${words.length - WORDS_MAX}`
}

/** What stands on the line between two ends: once where both directions are alike, else which way it holds. */
export function pairText(a: string, b: string, ab: LinkCondition | undefined, ba: LinkCondition | undefined): string {
  const [there, back] = [labelOf(ab), labelOf(ba)]
  if (there === back) return there
  return [there && `${a} → ${b} ${there}`, back && `${b} → ${a} ${back}`].filter(Boolean).join(' · ')
}

/** All that is wrong with it. */
function wordsOf(link: LinkCondition | undefined): string[] {
  if (!link) return []
  if (link.mode !== 'open') return [link.mode]
  const { settings } = link
  const words: string[] = []
  if (settings.delay_ms > 0 || settings.jitter_ms > 0) words.push(delayText(settings))
  const loss = lossPercent(settings)
  if (loss > 0) words.push(`${round(loss)} % loss`)
  if (settings.corrupt_percent > 0) words.push(`${round(settings.corrupt_percent)} % corrupt`)
  if (settings.alter_percent > 0) words.push(`${round(settings.alter_percent)} % altered`)
  if (settings.duplicate_percent > 0) words.push(`${round(settings.duplicate_percent)} % twice`)
  if (settings.reorder_percent > 0) words.push(`${round(settings.reorder_percent)} % reordered`)
  if (settings.rate_bit_s > 0) words.push(rateText(settings.rate_bit_s))
  return words
}

/** Settings that differ from a link that does nothing. */
export function isTouched(link: LinkState | undefined): boolean {
  return link !== undefined && (link.mode !== 'open' || labelOf(link) !== '')
}

/** Long-run loss of whatever loss model is set, percent. */
export function lossPercent(settings: LinkSettings): number {
  const model = settings.gilbert_elliott
  if (!model) return settings.loss_percent
  const bad = model.p + model.r > 0 ? model.p / (model.p + model.r) : 0
  return bad * model.loss_bad + (1 - bad) * model.loss_good
}

function isSlowed(settings: LinkSettings): boolean {
  return (
    settings.delay_ms > CLEAR_LINK.delay_ms ||
    settings.jitter_ms > 0 ||
    settings.rate_bit_s > 0 ||
    settings.duplicate_percent > 0 ||
    settings.reorder_percent > 0
  )
}

function delayText({ delay_ms, jitter_ms }: LinkSettings): string {
  return jitter_ms > 0 ? `${round(delay_ms)} ± ${round(jitter_ms)} ms` : `${round(delay_ms)} ms`
}

export function rateText(bits: number): string {
  if (bits >= 1e6) return `${round(bits / 1e6)} Mbit/s`
  return bits >= 1e3 ? `${round(bits / 1e3)} kbit/s` : `${round(bits)} bit/s`
}

function round(value: number): string {
  return String(Math.round(value * 100) / 100)
}
