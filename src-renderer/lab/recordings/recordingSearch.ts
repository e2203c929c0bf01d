import type { RecordingListing } from '../../../src-shared/lab-api'
import { isFound } from '../text/search'

type Searched = Pick<RecordingListing, 'name' | 'notes' | 'title' | 'scenario'>

/** Whether each word of the text occurs in its name, its notes, or what its scenario is called. */
export function isFoundBy({ name, notes, title, scenario }: Searched, text: string): boolean {
  return isFound([name, notes, title, scenario], text)
}

/** What a recording is called: by its name, or else as its scenario. */
export function titleOf({ name, title }: Pick<RecordingListing, 'name' | 'title'>): string {
  return name || title
}
