/** The field of an address's fragment that holds a link; it may stand beside others. */
export const LINK_FIELD = 'link'

/** What a whole address or its fragment holds as a link, readable or not; null: nothing. */
export function linkData(address: string): string | null {
  return fieldsOf(address).get(LINK_FIELD)
}

/** The fragment without its link, `#` included where anything is left. */
export function withoutLink(fragment: string): string {
  const fields = fieldsOf(fragment)
  fields.delete(LINK_FIELD)
  return fields.size === 0 ? '' : `#${fields.toString()}`
}

function fieldsOf(address: string): URLSearchParams {
  return new URLSearchParams(address.slice(address.indexOf('#') + 1).trim())
}
