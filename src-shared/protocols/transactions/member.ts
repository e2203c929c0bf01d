/** Whose part in a transaction a fact is about: a node’s, or that of a replicated group, in whose name its leader tells. */
export function memberOf({ group, node }: { readonly group?: string | undefined; readonly node: string }): string {
  return group ?? node
}
