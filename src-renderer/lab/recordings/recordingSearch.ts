import type { RecordingListing } from '../../../src-shared/lab-api'

type Searched = Pick<RecordingListing, 'name' | 'notes' | 'title' | 'scenario'>

/** Whether each word of the text occurs in its name, its notes, or what its scenario is called. */
export function isFound({ name, notes, title, scenario }: Searched, text: string): boolean {
  const searched = [name, notes, title, scenario].join('\n').toLowerCase()
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => searched.includes(word))
}

/** What a recording is called: by its name, or else as its scenario. */
export function titleOf({ name, title }: Pick<RecordingListing, 'name' | 'title'>): string {
  return name || title
}
