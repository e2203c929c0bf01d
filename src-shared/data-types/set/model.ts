import type { get } from '../get'
import { describeMembers } from '../../text/value-text'
import { itemOf, itemsOf, valuesOf } from '../item-list'
import type { ItemList } from '../item-list'
import { IMPOSSIBLE } from '../model'
import type { Model } from '../model'
import type { OperationOf, OperationResult } from '../operation'
import type { add, remove } from './operations'

type Operation = OperationOf<typeof get | typeof add | typeof remove>

/** A set, initially empty, that members are added to and removed from, and that is read whole. The state lists them sorted. */
export const SET: Model<'set', Operation> = {
  name: 'set',
  operations: ['get', 'add', 'remove'],
  initial: '',
  reads: 'members',
  step(state, operation, result) {
    const members = state as ItemList
    switch (operation.f) {
      case 'get':
        return result === null || membersOf(result) === members ? members : IMPOSSIBLE
      case 'add':
        return has(members, operation.value) ? members : listOf([...itemsOf(members), itemOf(operation.value)])
      case 'remove':
        return has(members, operation.value)
          ? listOf(itemsOf(members).filter((item) => item !== itemOf(operation.value)))
          : members
    }
  },
  answer: (state, { f }) => (f === 'get' ? { members: valuesOf(state as ItemList) } : {}),
  isObserver: ({ f }) => f === 'get',
  isBlind: () => false,
  grows: ({ f }) => f === 'add',
  within: (state, { f }, result) => f !== 'get' || result === null || isSubset(state as ItemList, membersOf(result)),
  describe: (state) => describeMembers(valuesOf(state as ItemList))
}

/** One read is compared with many states. */
const read_lists = new WeakMap<OperationResult, ItemList>()

function membersOf(result: OperationResult): ItemList {
  let list = read_lists.get(result)
  if (list === undefined) read_lists.set(result, (list = listOf([...new Set(result.members ?? [])].map(itemOf))))
  return list
}

function listOf(items: ItemList[]): ItemList {
  return items.sort().join('')
}

/** Both are sorted. */
function isSubset(some: ItemList, all: ItemList): boolean {
  if (some.length >= all.length) return some === all
  const members = new Set(itemsOf(all))
  return itemsOf(some).every((item) => members.has(item))
}

function has(members: ItemList, value: string): boolean {
  return `\n${members}`.includes(`\n${itemOf(value)}`)
}
