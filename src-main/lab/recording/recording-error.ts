/** Nothing of the recording can be read; the message is one sentence. */
export class RecordingError extends Error {
  override readonly name = 'RecordingError'
}
