/** Counters by the part of each leader, and sets by the adds of each member, node beside node. */
import type { RunFold } from '../../folds/run'
import type { NodeId } from '../../ids'
import type { PartsCell, PartsPiece, PartsRow, PartsTable } from '../../panels/pictures'
import { sumOf } from './facts'
import type { CounterMark, SetMark } from './facts'
import { partsFold } from './parts-fold'
import type { MemberAdds } from './parts-fold'

export const PARTS_NOTE =
  'A remove, or another add, takes away the adds that its leader had seen (struck through). One that it had not seen (dotted) stays.'

/** `n1:2` before `n1:10`. */
const byNumber = new Intl.Collator('en', { numeric: true }).compare

/** Of each kind, those that changed last at the first of the nodes. */
const TABLES_SHOWN = 4

export function partsTables(run: RunFold, nodes: readonly NodeId[]): readonly PartsTable[] {
  const fold = partsFold.of(run)
  if (fold === null) return []
  const kept = nodes.map((node) => fold.nodes.get(node))
  const newest = (keys: Iterable<string> = []) => [...keys].reverse().slice(0, TABLES_SHOWN)
  return [
    ...newest(kept[0]?.counters.keys()).map((key) =>
      counterTable(
        key,
        kept.map((one) => one?.counters.get(key))
      )
    ),
    ...newest(kept[0]?.sets.keys()).map((key) =>
      setTable(
        key,
        kept.map((one) => one?.sets.get(key)),
        fold.adds.get(key) ?? new Map()
      )
    )
  ]
}

function counterTable(key: string, held: readonly (CounterMark | undefined)[]): PartsTable {
  const replicas = [...new Set(held.flatMap((one) => one?.parts.map(({ replica }) => replica) ?? []))].sort()
  const rows = replicas.map((replica) =>
    rowOf(
      `by ${replica}`,
      held.map((one) => counterCell(one, replica))
    )
  )
  const sums = held.map((one): PartsCell =>
    one === undefined ? [] : [{ text: sumOf(one.parts).toLocaleString('en'), state: 'held' }]
  )
  return { key, what: 'counter', rows, total: rowOf('sum', sums) }
}

/** `+12 −3`. */
function counterCell(counter: CounterMark | undefined, replica: string): PartsCell {
  const part = counter?.parts.find((one) => one.replica === replica)
  if (part === undefined) return []
  return [{ text: `+${part.plus.toLocaleString('en')} −${part.minus.toLocaleString('en')}`, state: 'held' }]
}

function setTable(key: string, held: readonly (SetMark | undefined)[], adds: MemberAdds): PartsTable {
  const alive = new Set(held.flatMap((one) => one?.members.map(({ member }) => member) ?? []))
  const members = [...new Set([...alive, ...adds.keys()])].sort()
  const rows = members.map((member) => {
    const tags = [...new Set([...(adds.get(member) ?? []), ...held.flatMap((one) => tagsOf(one, member))])].sort(byNumber)
    return rowOf(
      member,
      held.map((one) => (one === undefined ? [] : tags.map((tag) => tagPiece(one, member, tag))))
    )
  })
  const seen = held.map((one): PartsCell => (one?.seen ?? []).map((range) => ({ text: rangeText(range), state: 'held' })))
  return { key, what: 'set', rows, total: rowOf('seen', seen) }
}

function tagsOf(set: SetMark | undefined, member: string): readonly string[] {
  return set?.members.find((one) => one.member === member)?.tags ?? []
}

function tagPiece(set: SetMark, member: string, tag: string): PartsPiece {
  const state = tagsOf(set, member).includes(tag) ? 'held' : hasSeen(set, tag) ? 'gone' : 'unseen'
  return { text: tag, state }
}

function hasSeen({ seen }: SetMark, tag: string): boolean {
  const colon = tag.lastIndexOf(':')
  const [by, number] = [tag.slice(0, colon), Number(tag.slice(colon + 1))]
  return seen.some(({ replica, first, last }) => replica === by && first <= number && number <= last)
}

/** `n1:1–4`. */
function rangeText({ replica, first, last }: SetMark['seen'][number]): string {
  return first === last ? `${replica}:${first}` : `${replica}:${first}–${last}`
}

function rowOf(name: string, cells: readonly PartsCell[]): PartsRow {
  const texts = cells.map((cell) => cell.map(({ text, state }) => `${text} ${state}`).join())
  return { name, cells, differs: new Set(texts).size > 1 }
}
