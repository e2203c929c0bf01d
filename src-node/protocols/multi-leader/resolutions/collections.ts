/**
 * Sets and lists under a key. A set is an observed-remove set: a remove takes away the adds that its leader had seen, so that a member
 * does not come back, and one added meanwhile stays. A list is a replicated growable array whose elements are named by their clients;
 * each name stands for a replica that makes one element, so that a write that comes twice is still one element.
 */
import type { Dot } from '../../../crdt/dots'
import { orSet, orSetType } from '../../../crdt/or-set'
import { identifiedElements, insertAfter, removeElement, rga } from '../../../crdt/rga'
import type { RgaState } from '../../../crdt/rga'
import type { Operation, OperationResult } from '../../../../src-shared/operations'
import type { Write } from './resolution'

/** Absent: never written. */
export type Collections = { readonly set?: typeof orSet.empty; readonly list?: RgaState }

const OPERATIONS: ReadonlySet<string> = new Set<Operation['f']>(['add', 'remove', 'insert-after', 'delete-element'])

export function isCollectionWrite({ f }: Pick<Operation, 'f'>): boolean {
  return OPERATIONS.has(f)
}

/** Why the write cannot be taken yet; null if it can. */
export function collectionRefusal({ list = rga.empty }: Collections, operation: Operation): string | null {
  const needed = operation.f === 'insert-after' ? operation.after : operation.f === 'delete-element' ? operation.element : null
  return needed === null || named(list, needed).length > 0 ? null : `no element ${needed} in ${operation.key} yet`
}

/** The delta by which the write changes them. A deletion of the key takes away all that its leader has seen in them. */
export function writeCollections({ set = orSet.empty, list = rga.empty }: Collections, write: Write): Collections {
  const { operation, actor } = write
  switch (operation.f) {
    case 'add':
    case 'remove':
      return { set: orSet.mutate(set, actor, { f: operation.f, element: operation.value }) }
    case 'insert-after': {
      const { after, element, value } = operation
      if (named(list, element).length > 0) return {}
      const behind = after === null ? null : named(list, after)[0]!
      return { list: insertAfter(list, element, behind, value) }
    }
    case 'delete-element':
      return { list: without(list, named(list, operation.element)) }
    case 'delete': {
      const visible = identifiedElements(list).map(([id]) => id)
      return {
        ...(set.store.length > 0 && { set: { store: [], context: orSetType.dots(set.store) } }),
        ...(visible.length > 0 && { list: without(list, visible) })
      }
    }
    default:
      return {}
  }
}

export function joinCollections(a: Collections, b: Collections): Collections {
  return {
    ...((a.set ?? b.set) && { set: orSet.join(a.set ?? orSet.empty, b.set ?? orSet.empty) }),
    ...((a.list ?? b.list) && { list: rga.join(a.list ?? rga.empty, b.list ?? rga.empty) })
  }
}

/** What a reader sees; null: the key is neither a set nor a list. */
export function readCollections({ set, list }: Collections): OperationResult | null {
  if (list) {
    const seen = new Set<string>()
    const visible = identifiedElements(list).filter(([[name]]) => !seen.has(name) && seen.add(name))
    return { members: visible.map(([, value]) => value), elements: visible.map(([[name]]) => name) }
  }
  return set ? { members: orSet.value(set) } : null
}

/** The element of this name: one, or one for each leader that the client asked for it. */
function named(list: RgaState, name: string): Dot[] {
  return list.flatMap(([replica, number]): Dot[] => (replica === name ? [[replica, number]] : []))
}

function without(list: RgaState, elements: readonly Dot[]): RgaState {
  return elements.map((element) => removeElement(list, element)).reduce(rga.join, rga.empty)
}
