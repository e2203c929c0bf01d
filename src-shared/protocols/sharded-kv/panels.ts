import { durationText } from '../../charts/time-scale'
import type { RunFold } from '../../folds/run'
import type { NodeId } from '../../ids'
import type { Belief } from '../../panels/beliefs'
import { hearingBeliefs } from '../../panels/hearing-beliefs'
import type { Line, PanelRow, Panels } from '../../panels/panel'
import { counted } from '../../text/counted'
import type { ShardPlace } from './facts'
import { differences, membersTable, suspicionTag } from '../membership/panels'
import { headline } from './headline'
import { believedShards, heldShards, heldText } from './held-shards'
import { story } from './story'
import { mapsFold, stockOfGroups } from './maps'
import { movesFold, stageAt, stageText, timeLeftMs } from './moves'
import type { ShardMove } from './moves'
import { hexText } from './picture/slices'
import { changeText, rangeChangesFold } from './range-changes'
import { newestRegrouping, sharesOf } from './regrouping'

/** Rows of a table in the inspector. */
const SHARDS_SHOWN = 24
const MOVES_SHOWN = 12
const CHANGES_SHOWN = 12
/** Nodes report to the placement service more often than that. */
const SILENCE_MS = 2_000

export const panels: Panels = {
  headline,
  story,
  crash_hint: 'Join a node and watch shards move to it, or crash (press C) the source of a move half-way.',
  run: [
    { kind: 'lines', lines: (run) => [...runLines(run), ...differences(run)] },
    { kind: 'own', name: 'shards' }
  ],
  node: [
    {
      kind: 'ring',
      title: 'Shards that it holds',
      legend: 'Arcs around a node are the shards that it holds; hatched ones move',
      parts: heldShards,
      text: heldText
    },
    { kind: 'table', title: 'Moves', columns: ['shard', 'move', 'how far', 'why'], rows: moveRows },
    { kind: 'table', title: 'Splits and merges', columns: ['shard', 'what', 'why'], rows: changeRows },
    { kind: 'table', title: 'Shards', columns: ['shard', 'keys from', 'group'], rows: shardRows },
    membersTable
  ],
  tag: suspicionTag,
  figure(run, node) {
    const own = groupsOf(run, node)
    const shards = stockOfGroups(run).reduce((sum, { name, shards }) => sum + (own.has(name) ? shards : 0), 0)
    return { name: 'shards', title: 'Shards that its groups own', value: shards }
  },
  beliefs: hearingBeliefs({ silence_ms: () => SILENCE_MS, lines: mapLines, holdings: believedShards })
}

/** By which map the node goes, and which is the newest. */
function mapLines(run: RunFold, node: NodeId): readonly Belief[] {
  const newest = mapsFold.of(run)?.current?.epoch
  const own = run.cluster.nodes.get(node)?.values['epoch']
  if (newest === undefined || own === undefined) return []
  return [{ name: 'map', believed: String(own), actual: String(newest), wrong: own < newest }]
}

function runLines(run: RunFold): readonly Line[] {
  const maps = mapsFold.of(run)
  if (!maps?.current) return []
  const { epoch, strategy, shards, groups } = maps.current
  const lines: Line[] = [
    ['placement', strategy],
    ['map', `epoch ${epoch}: ${counted(shards.length, 'shard')} of ${counted(groups.length, 'group')}`]
  ]
  const newest = rangeChangesFold.of(run)?.changes.toArray().at(-1)
  if (newest !== undefined) lines.push([`shard ${newest.shard}`, `${changeText(newest)}; ${newest.reason}`])
  const regrouping = newestRegrouping(run)
  if (regrouping === null) return lines
  const { moved, planned } = sharesOf(regrouping)
  const rest = moved < planned ? ` so far, ${percent(planned)} in all` : ''
  const told = `${percent(moved)} of all keys${rest}; theory ${percent(regrouping.theory_share)}`
  return [...lines, [`${regrouping.cause}: moved`, told]]
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`
}

/** Those that it is a node of. */
function groupsOf(run: RunFold, node: NodeId): Set<string> {
  const groups = mapsFold.of(run)?.current?.groups ?? []
  return new Set(groups.filter(({ nodes }) => nodes.includes(node)).map(({ name }) => name))
}

/** Of the node's groups: those under way first, then the newest that ended. */
function moveRows(run: RunFold, node: NodeId) {
  const own = groupsOf(run, node)
  const fold = movesFold.of(run)
  const concerned = (fold?.moves.toArray() ?? []).filter(({ from, to }) => own.has(from ?? '') || own.has(to ?? ''))
  const open = concerned.filter(({ move }) => fold!.open.has(move))
  const ended = concerned.filter(({ move }) => !fold!.open.has(move)).reverse()
  return limited([...open, ...ended], MOVES_SHOWN, (move) => moveRow(run, move, fold!.open.has(move.move)))
}

function moveRow({ cluster }: RunFold, move: ShardMove, marked: boolean): PanelRow {
  const { shard, from, to, reason } = move
  const left_ms = marked ? timeLeftMs(move, cluster.now_us) : null
  const far = stageText(move, stageAt(move, cluster.now_us) ?? 'planned')
  const how_far = left_ms === null ? far : `${far}, ${durationText(left_ms)} left`
  return { cells: [`${shard}`, `${from ?? '?'} → ${to ?? '?'}`, how_far, reason], marked }
}

/** Of the node's groups, the newest first. */
function changeRows(run: RunFold, node: NodeId) {
  const own = groupsOf(run, node)
  const changes = (rangeChangesFold.of(run)?.changes.toArray() ?? []).filter(({ group }) => own.has(group)).reverse()
  return limited(changes, CHANGES_SHOWN, (change) => {
    return { cells: [`${change.shard}`, changeText(change), change.reason], marked: false }
  })
}

function shardRows(run: RunFold, node: NodeId) {
  const own = groupsOf(run, node)
  const shards = mapsFold.of(run)?.current?.shards.filter(({ group }) => own.has(group)) ?? []
  return limited(shards, SHARDS_SHOWN, (shard) => ({ cells: [`${shard.id}`, startText(shard), shard.group], marked: false }))
}

function startText({ from }: ShardPlace): string {
  return typeof from === 'number' ? hexText(from) : from === '' ? 'the first' : from
}

function limited<Item>(all: readonly Item[], shown_max: number, rowOf: (item: Item) => PanelRow) {
  const more = all.length - shown_max
  return { shown: all.slice(0, shown_max).map(rowOf), more: more > 0 ? `and ${more.toLocaleString('en')} more` : null }
}
