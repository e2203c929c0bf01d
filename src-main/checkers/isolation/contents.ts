/** What a database holds while transactions are carried out in some order. */
import type { Key, Keys, Mark } from './keys'
import type { Lists } from './lists'
import type { Expectation } from './expectations'
import type { Transaction } from './transactions'

interface Cell {
  value: string | null
  /** Of a list: so many elements, which are those that somebody read in this order. */
  length: number
  is_as_read: boolean
}

export class Contents {
  private readonly cells: Cell[]
  private readonly longest: (readonly string[])[]

  constructor(
    private readonly keys: Keys,
    lists: Lists
  ) {
    this.cells = keys.all.map(() => ({ value: null, length: 0, is_as_read: true }))
    this.longest = keys.all.map((key) => (key.is_list ? lists.longestOf(key) : []))
  }

  /** What tells the present content of a key from any other that somebody may have read. */
  markOf({ id, is_list }: Key): Mark {
    const { length, value } = this.cells[id]!
    return is_list ? length : value
  }

  explains({ key, mark, is_zero }: Expectation): boolean {
    const cell = this.cells[key.id]!
    if (key.is_list) return cell.length === mark && (cell.is_as_read || mark === 0)
    return cell.value === mark || (is_zero && cell.value === '0')
  }

  write({ steps, answers }: Transaction): void {
    for (let i = 0; i < steps.length; i++) {
      const step = steps[i]!
      if (!('key' in step) || step.do === 'read') continue
      const key = this.keys.get(step.key)
      const cell = this.cells[key.id]!
      if (step.do === 'append') this.append(cell, key, step.value)
      else if (step.do === 'write') cell.value = step.value
      else cell.value = (answers?.[i] as string | undefined) ?? String(Number(cell.value) + step.by)
    }
  }

  private append(cell: Cell, { id }: Key, element: string): void {
    const longest = this.longest[id]!
    if (cell.length < longest.length && longest[cell.length] !== element) cell.is_as_read = false
    cell.length++
  }
}
