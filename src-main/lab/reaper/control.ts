/** Messages from the lab to the reaper. It never answers; its channel's end is what it waits for. */
export type LabToReaper =
  /** A process to kill when the lab is gone. */
  | { readonly kind: 'guard-process'; readonly pid: number }
  /** It has ended: its number may soon belong to somebody else. */
  | { readonly kind: 'forget-process'; readonly pid: number }
  /** A folder to remove when the lab is gone. */
  | { readonly kind: 'guard-folder'; readonly path: string }
