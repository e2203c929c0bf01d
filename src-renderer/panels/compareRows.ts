import type { HeldRow, HeldVersion } from '../../src-shared/panels/holdings'

export interface ComparedRow {
  readonly key: string
  /** What is equal once, with everybody who has it; the node's own first. */
  readonly contents: readonly { readonly nodes: readonly string[]; readonly versions: readonly HeldVersion[] }[]
  /** Those who have the key do not agree on it. */
  readonly differs: boolean
  /** Nodes that have nothing under the key. */
  readonly lacking: readonly string[]
}

/** What nodes keep under each key beside each other, first what they differ in; keys in the node's own order, then those that it lacks. */
export function compareRows(kept: ReadonlyMap<string, readonly HeldRow[]>, own: string): ComparedRow[] {
  const nodes = [own, ...[...kept.keys()].filter((node) => node !== own)]
  const keys = new Map<string, Map<string, { nodes: string[]; versions: readonly HeldVersion[] }>>()
  for (const node of nodes) {
    for (const { key, versions } of kept.get(node) ?? []) {
      let contents = keys.get(key)
      if (contents === undefined) keys.set(key, (contents = new Map()))
      const content = versions.map(({ text, version }) => `${text}\0${version ?? ''}`).join('\0')
      const same = contents.get(content)
      if (same === undefined) contents.set(content, { nodes: [node], versions })
      else same.nodes.push(node)
    }
  }
  const rows = [...keys].map(([key, by_content]) => {
    const contents = [...by_content.values()]
    const having = contents.flatMap((content) => content.nodes)
    return { key, contents, differs: contents.length > 1, lacking: nodes.filter((node) => !having.includes(node)) }
  })
  return [...rows.filter(({ differs }) => differs), ...rows.filter(({ differs }) => !differs)]
}
