/** What keys are called: in their database, and among those of all databases. */
import { z } from 'zod'

export const keyName = z.string().regex(/^[^/]{1,64}$/, 'expected a name of 64 characters at most, without a /')

/** Where nobody says. */
export const DATABASE = 'db'

/** A key as it is called among those of all databases. */
export function fullName(database: string, one: string): string {
  return `${database}/${one}`
}

/** The database of a key that is named so. */
export function databaseOf(full_name: string): string {
  return full_name.slice(0, full_name.indexOf('/'))
}

/** The key as it is called in its database. */
export function nameIn(full_name: string): string {
  return full_name.slice(full_name.indexOf('/') + 1)
}
