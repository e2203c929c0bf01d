/** Recordings are named by when they began, so that names sort by time. */

/** The name of one that begins now. */
export function recordingId(now_ms: number): string {
  return new Date(now_ms).toISOString().slice(0, -1).replace(/[:.]/g, '-')
}

/** When the run began: its name says so, ISO 8601. */
export function startOf(id: string): string {
  return id.replace(/T(\d\d)-(\d\d)-(\d\d)-(\d{3})$/, 'T$1:$2:$3.$4Z')
}
