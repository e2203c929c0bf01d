import { describe, expect, it } from 'vitest'
import { alignLogs } from '../../../src-renderer/panels/alignLogs'
import { compareRows } from '../../../src-renderer/panels/compareRows'
import { termColour } from '../../../src-renderer/panels/termColour'
import { THEMES } from '../../../src-shared/charts/palette'
import type { LogCell } from '../../../src-shared/panels/holdings'

/** `1@1 2@1 3@2` as cells. */
const log = (text: string): LogCell[] =>
  text.split(' ').map((entry) => {
    const [index, term] = entry.split('@').map(Number)
    return { index: index!, term: term!, committed: true, applied: true, doomed: false, text: entry }
  })
const aligned = (logs: Record<string, string>, own: string, columns: number) => {
  const map = new Map(Object.entries(logs).map(([node, text]) => [node, text === '' ? [] : log(text)]))
  const { indexes, rows } = alignLogs(map, own, columns)
  const cellText = ({ cell, differs }: (typeof rows)[number]['cells'][number]) =>
    cell ? `${cell.term}${differs ? '!' : ''}` : '-'
  return [
    indexes.join(' '),
    ...rows.map(({ node, cells, end }) => `${node}: ${cells.map(cellText).join(' ')}${end ? ` …${end}` : ''}`)
  ]
}

describe('logs beside each other', () => {
  it('stand entry under entry, the node’s own first; what differs from it is marked', () => {
    expect(aligned({ n1: '1@1 2@1 3@2 4@2', n2: '1@1 2@1 3@1', n3: '' }, 'n2', 4)).toEqual([
      '1 2 3 4',
      'n2: 1 1 1 -',
      'n1: 1 1 2! 2',
      'n3: - - - -'
    ])
  })

  it('keep the node’s own end in sight where another log is far ahead, and say where one ends that is far behind', () => {
    expect(aligned({ n1: '5@1 6@1', n2: '90@2 91@2', n3: '2@1' }, 'n1', 4)).toEqual([
      '6 7 8 9',
      'n1: 1 - - -',
      'n2: - - - - …91',
      'n3: - - - - …2'
    ])
  })

  it('differ by what they hold where entries of several terms may hold the same', () => {
    const cell = (term: number, identity: number): LogCell => ({ ...log(`1@${term}`)[0]!, identity })
    const logs = new Map([
      ['n1', [cell(1, 7)]],
      ['n2', [cell(4, 7)]],
      ['n3', [cell(1, 8)]]
    ])
    const { rows } = alignLogs(logs, 'n1', 1)
    expect(rows.map(({ node, cells }) => [node, cells[0]!.differs])).toEqual([
      ['n1', false],
      ['n2', false],
      ['n3', true]
    ])
  })
})

describe('rows beside each other', () => {
  const row = (key: string, ...texts: string[]) => ({ key, versions: texts.map((text) => ({ text, version: '[1]' })) })

  it('say once what is equal, first what nodes differ in, and who lacks a key', () => {
    const kept = new Map([
      ['n1', [row('a', 'x'), row('b', 'y')]],
      ['n2', [row('a', 'x'), row('b', 'y', 'z')]],
      ['n3', [row('a', 'x'), row('c', 'w')]]
    ])
    const told = compareRows(kept, 'n2').map(({ key, contents, differs, lacking }) => {
      const groups = contents.map(({ nodes, versions }) => `${nodes.join(' ')}: ${versions.map(({ text }) => text).join('|')}`)
      return [`${key}${differs ? '!' : ''}`, ...groups, lacking.join(' ')]
    })
    expect(told).toEqual([
      ['b!', 'n2: y|z', 'n1: y', 'n3'],
      ['a', 'n2 n1 n3: x', ''],
      ['c', 'n3: w', 'n2 n1']
    ])
  })
})

describe('the colour of a term', () => {
  it('differs from one term to the next, and is never the gold of leaders', () => {
    for (const theme of Object.values(THEMES)) {
      const colours = [1, 2, 3, 4, 5, 6].map((term) => termColour(theme, term))
      expect(new Set(colours).size).toBe(6)
      expect(colours).not.toContain(theme.nodes[5])
      expect(termColour(theme, 7)).toBe(colours[0])
    }
  })
})
