/** A mistake before it is given its place in the text: where in the tree, and whether it concerns a field's name or its value. */
export interface ValidationError {
  readonly path: readonly PropertyKey[]
  readonly at?: 'name' | 'value'
  readonly text: string
}

/** `timeline[2].action.node`, as people point at things. */
export function pathName(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (name, part) => (typeof part === 'number' ? `${name}[${part}]` : name ? `${name}.${String(part)}` : String(part)),
    ''
  )
}
