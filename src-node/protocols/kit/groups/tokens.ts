/** A session's token where there are many groups: the newest of each group that gave one, so that a group is handed its own alone. */
import { isText } from '../well-formed'
import type { GroupId, GroupTokens } from './state'

/** Requests whose session brought tokens along that are remembered until they are answered. */
export const REQUESTS_MAX = 10_000

const NONE: GroupTokens = new Map()

/** What a session brings along; nothing where it is not a token of these groups: any program may claim to have one. */
export function readTokens(token: string | undefined, groups: readonly GroupId[]): GroupTokens {
  if (token === undefined) return NONE
  try {
    const entries = Object.entries(JSON.parse(token) as Record<string, unknown>)
    return new Map(entries.filter((entry): entry is [string, string] => groups.includes(entry[0]) && isText(entry[1])))
  } catch {
    return NONE
  }
}

/** The token to bring along from now on: what the session had, and what the group gives it now. */
export function writeToken(brought: GroupTokens | undefined, group: GroupId, token: string): string {
  return JSON.stringify(Object.fromEntries([...(brought ?? NONE), [group, token]]))
}
