/**
 * How far a target is with a shard that moves in, and what its source sends next. Each part says between which positions it stands, and
 * the target takes it only at the first of them: late, doubled and reordered parts do nothing, and whoever leads the source next goes on
 * from where the target says it is.
 */

/** `copy`: rows in the order of their keys. `catch-up`: keys written meanwhile. `sessions`: what was applied for whom. */
export type Position =
  | { readonly stage: 'copy'; readonly after_key: string | null }
  /** It has all writes up to this index of the source's log. */
  | { readonly stage: 'catch-up'; readonly index: number }
  | { readonly stage: 'sessions'; readonly after_name: string | null }
  | { readonly stage: 'ready' }

/** Where a target is with a move. `gone`: it has had the shard and passed it on, or has dropped what came in. */
export type TargetState = Position | { readonly stage: 'active' } | { readonly stage: 'gone' }

export const START: Position = { stage: 'copy', after_key: null }

export function samePosition(a: Position, b: Position): boolean {
  return JSON.stringify(positionFields(a)) === JSON.stringify(positionFields(b))
}

function positionFields(position: TargetState): readonly unknown[] {
  switch (position.stage) {
    case 'copy':
      return ['copy', position.after_key]
    case 'catch-up':
      return ['catch-up', position.index]
    case 'sessions':
      return ['sessions', position.after_name]
    default:
      return [position.stage]
  }
}

/** For people. */
export function positionText(position: TargetState): string {
  return positionFields(position)
    .filter((field) => field !== null)
    .join(' ')
}
