import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse, stringify } from 'yaml'
import { withValue } from '../../../src-shared/scenario/edit-text'

const TEXT = `# What it is for.
name: one
title: One # the first

cluster:
  # Three are enough.
  nodes: 3
  parameters: { heartbeat_ms: 50, check_quorum: false }   # fast

timeline:
  # First.
  - { at: 1s, for: 2s, action: { do: crash, node: n1 } }
  - at: 3s
    # Then.
    action: { do: heal }
`

describe('a change of a value in a text', () => {
  it('replaces it, and nothing else', () => {
    expect(withValue(TEXT, ['cluster', 'nodes'], 5)).toBe(TEXT.replace('nodes: 3', 'nodes: 5'))
    expect(withValue(TEXT, ['timeline', 0, 'at'], '1500ms')).toBe(TEXT.replace('at: 1s', 'at: 1500ms'))
    expect(withValue(TEXT, ['title'], 'Two')).toBe(TEXT.replace('title: One', 'title: Two'))
  })

  it('adds a field beside the others, in their layout', () => {
    expect(withValue(TEXT, ['cluster', 'parameters', 'election_timeout_ms'], [150, 300])).toBe(
      TEXT.replace('check_quorum: false }', 'check_quorum: false, election_timeout_ms: [150, 300] }')
    )
    expect(withValue(TEXT, ['cluster', 'protocol'], 'quorum')).toBe(TEXT.replace('# fast\n', '# fast\n  protocol: quorum\n'))
  })

  it('adds a section in its place', () => {
    expect(withValue(TEXT, ['workload', 'clients'], 2)).toBe(TEXT.replace('# fast\n', '# fast\nworkload:\n  clients: 2\n'))
    expect(withValue('', ['name'], 'one')).toBe('name: one\n')
  })

  it('takes a field away, and a section that it leaves empty', () => {
    expect(withValue(TEXT, ['cluster', 'parameters', 'heartbeat_ms'], undefined)).toBe(TEXT.replace('heartbeat_ms: 50, ', ''))
    expect(withValue(TEXT, ['timeline', 0, 'for'], undefined)).toBe(TEXT.replace('for: 2s, ', ''))
    expect(withValue('name: one\nworkload:\n  clients: 2\n', ['workload', 'clients'], undefined)).toBe('name: one\n')
  })

  it('adds entries to a list, and takes them away', () => {
    const added = withValue(TEXT, ['timeline', 2], { at: '4s', action: { do: 'crash', node: 'n2' } })
    expect(added).toBe(`${TEXT}  - { at: 4s, action: { do: crash, node: n2 } }\n`)
    expect(withValue(added, ['timeline', 2], undefined)).toBe(TEXT)
    expect(withValue(TEXT, ['timeline', 0], undefined)).toBe(TEXT.replace(/ {2}- \{ at: 1s.*\n/, ''))
  })

  it('leaves a text with mistakes alone', () => {
    expect(withValue('name: [', ['name'], 'one')).toBe('name: [')
    expect(withValue('just words', ['name'], 'one')).toBe('just words')
  })

  it('says afterwards what it was told to, whatever the text and its layout', () => {
    const leaf = fc.oneof(
      fc.integer(),
      fc.boolean(),
      fc.string({ maxLength: 12 }),
      fc.constantFrom('a: b', '# no', '1s', '- x', '')
    )
    const key = fc.constantFrom('a', 'b', 'c', 'cluster', 'name', 'x y')
    const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 3 },
        leaf,
        fc.dictionary(key, tie('tree'), { maxKeys: 3, noNullPrototype: true }),
        fc.array(tie('tree'), { maxLength: 3 })
      )
    }))
    const top = fc.dictionary(key, tree, { minKeys: 1, maxKeys: 4, noNullPrototype: true })
    fc.assert(
      fc.property(
        top,
        fc.constantFrom('block', 'flow', 'any' as const),
        fc.array(fc.nat(5), { maxLength: 4 }),
        leaf,
        fc.boolean(),
        (content, style, steps, value, remove) => {
          const text = stringify(content, { collectionStyle: style as 'any', lineWidth: 0 })
          const path = walk(content, steps)
          const wanted = structuredClone(content)
          if (remove) {
            if (!removeAt(wanted, path)) return
          } else setAt(wanted, path, value)
          expect(parse(withValue(text, path, remove ? undefined : value))).toEqual(wanted)
        }
      ),
      { numRuns: 200, seed: 7 }
    )
  })
})

type Fields = Record<string | number, unknown>

/** A path that exists up to its last part. */
function walk(content: unknown, steps: readonly number[]): (string | number)[] {
  const path: (string | number)[] = []
  let at = content
  for (const step of [...steps, 0]) {
    if (Array.isArray(at)) {
      const index = step % (at.length + 1)
      path.push(index)
      at = at[index]
    } else if (typeof at === 'object' && at !== null) {
      const keys = [...Object.keys(at), 'new']
      path.push(keys[step % keys.length]!)
      at = (at as Fields)[path.at(-1)!]
    }
  }
  return path
}

function setAt(content: unknown, path: readonly (string | number)[], value: unknown): void {
  const parent = path.slice(0, -1).reduce((at, part) => (at as Fields)[part], content) as Fields
  parent[path.at(-1)!] = value
}

/** What is left empty goes too, but for items of a list. False: there is nothing to remove. */
function removeAt(content: unknown, path: readonly (string | number)[]): boolean {
  const parent = path.slice(0, -1).reduce((at, part) => (at as Fields)[part], content) as Fields
  const last = path.at(-1)!
  if (!(last in parent)) return false
  const size = Object.keys(parent).length
  if (size === 1 && path.length > 1 && typeof path.at(-2) !== 'number') return removeAt(content, path.slice(0, -1))
  if (size === 1) return false
  if (Array.isArray(parent)) parent.splice(last as number, 1)
  else delete parent[last]
  return true
}
