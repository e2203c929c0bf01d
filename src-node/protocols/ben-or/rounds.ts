/** Rounds of two phases (Ben-Or 1983, protocol B without lies): report, propose, and a coin where nothing is proposed. */
import type { NodeId } from '../../../src-shared/ids'
import type { Bit } from '../../../src-shared/protocols/ben-or/bits'
import { BitProposed, BitReported, InstanceBegun } from '../../../src-shared/protocols/ben-or/facts'
import { quorumSizes } from '../../../src-shared/protocols/ben-or/quorum-sizes'
import { emitAfterLog } from '../kit/durable-events'
import { tell } from '../kit/own-messages'
import type { Core } from './core'
import { log } from './core'
import { decide } from './decisions'
import type { Proposal, Report } from './messages'
import type { BenOrRecord, Chosen, Heard, Round } from './state'

/** Rounds ahead of its own of which a node remembers what it hears; it can ask for the others. */
const AHEAD_MAX = 32

/** With a bit that is given, or that the coin draws. */
export function beginInstance(core: Core): void {
  const { state } = core
  const instance = state.decisions.length + 1
  if (!state.takes_part || state.round !== null || instance > state.settings.instances) return
  const { input } = state.settings
  const bit = input === 'coin' ? flip(core) : input === 'one' ? 1 : 0
  state.round = { instance, number: 1, phase: 'report', bit, said: [], heard: new Map() }
  report(core, state.round, { bit, source: 'input' }, { zeros: 0, ones: 0, none: 0 })
  emitAfterLog(core, InstanceBegun.of(state.id, { instance, bit }))
  for (const { from, message } of state.early.splice(0)) hear(core, from, message as Report | Proposal)
}

function flip(core: Core): Bit {
  return core.random() < 0.5 ? 0 : 1
}

/** A report or proposal of the instance under way. */
export function hear(core: Core, from: NodeId, message: Report | Proposal): void {
  const { round } = core.state
  if (round?.instance !== message.instance) return
  if (message.round < round.number || message.round > round.number + AHEAD_MAX) return
  const heard = heardOf(round, message.round)
  if (message.type === 'report') heard.reports.set(from, message.bit)
  else heard.proposals.set(from, message.bit)
  advance(core, round)
}

export function heardOf({ heard }: Round, number: number): Heard {
  let found = heard.get(number)
  if (found === undefined) heard.set(number, (found = { reports: new Map(), proposals: new Map() }))
  return found
}

/** Ends the phase once enough have spoken. A round is over when its instance is decided. */
function advance(core: Core, round: Round): void {
  while (core.state.round === round) {
    const { reports, proposals } = heardOf(round, round.number)
    const spoken = round.phase === 'report' ? reports.size : proposals.size
    if (spoken < sizesOf(core).enough - (core.state.switches['impatient'] ? 1 : 0)) return
    if (round.phase === 'report') propose(core, round, [...reports.values()])
    else endRound(core, round, [...proposals.values()])
  }
}

/** More than half of all nodes have reported the bit: nobody can propose the other one in this round. */
function propose(core: Core, round: Round, reports: readonly Bit[]): void {
  const { state } = core
  const { instance, number } = round
  const { zeros, ones } = countsOf(reports)
  const needed = state.switches['propose-plurality'] ? Math.min(zeros, ones) : state.nodes.length / 2
  const bit = ones > needed ? 1 : zeros > needed ? 0 : null
  round.phase = 'propose'
  round.said[number - 1] = { ...round.said[number - 1]!, proposal: bit }
  write(core, { kind: 'propose', instance, round: number, bit })
  emitAfterLog(core, BitProposed.of(state.id, { instance, round: number, bit, zeros, ones }))
  for (const node of state.nodes) tell(core, node, { type: 'proposal', instance, round: number, bit }, 'sync')
}

/** Enough proposals decide; one is taken on, since it may have decided elsewhere; without one the coin chooses. */
function endRound(core: Core, round: Round, proposals: readonly (Bit | null)[]): void {
  const { zeros, ones, none } = countsOf(proposals)
  const found = ones > 0 ? 1 : zeros > 0 ? 0 : null
  const needed = core.state.switches['decide-on-one'] ? 1 : sizesOf(core).decide
  const supporters = Math.max(zeros, ones)
  if (found !== null && supporters >= needed)
    return decide(core, round.instance, found, { round: round.number, proposals: supporters, told_by: null })
  round.heard.delete(round.number)
  round.number++
  round.phase = 'report'
  report(core, round, nextBit(core, round, found), { zeros, ones, none })
}

function nextBit(core: Core, { bit }: Round, found: Bit | null): Chosen {
  const { switches, counters } = core.state
  if (found !== null && !switches['coin-for-proposal']) return { bit: found, source: 'proposal' }
  if (switches['no-coin']) return { bit, source: 'input' }
  counters.coins++
  return { bit: flip(core), source: 'coin' }
}

function report(
  core: Core,
  round: Round,
  { bit, source }: Chosen,
  heard: { readonly zeros: number; readonly ones: number; readonly none: number }
): void {
  const { state } = core
  const { instance, number } = round
  round.bit = bit
  round.said[number - 1] = { report: bit }
  write(core, { kind: 'report', instance, round: number, bit })
  emitAfterLog(core, BitReported.of(state.id, { instance, round: number, bit, source, heard }))
  for (const node of state.nodes) tell(core, node, { type: 'report', instance, round: number, bit }, 'sync')
}

/** What is said is on disk first: after a restart it is said again, and nothing else. */
function write(core: Core, record: BenOrRecord): void {
  if (!core.state.switches['words-unsaved']) log(core, record)
}

function countsOf(bits: readonly (Bit | null)[]): { readonly zeros: number; readonly ones: number; readonly none: number } {
  const count = (wanted: Bit | null) => bits.filter((bit) => bit === wanted).length
  return { zeros: count(0), ones: count(1), none: count(null) }
}

function sizesOf({ state: { nodes, settings } }: Core) {
  return quorumSizes(nodes.length, settings)
}
