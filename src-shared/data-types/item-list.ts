/** Strings one after the other in one string, so that equal lists are equal values. */
export type ItemList = string

/** An item as it stands in a list; no item contains another one's end. */
export function itemOf(value: string): ItemList {
  return `${JSON.stringify(value)}\n`
}

/** The strings of a list. */
export function valuesOf(list: ItemList): string[] {
  return itemsOf(list).map((item) => JSON.parse(item) as string)
}

/** The items of a list. */
export function itemsOf(list: ItemList): ItemList[] {
  return list.match(/.*\n/g) ?? []
}
