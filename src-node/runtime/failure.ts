import { ProtocolAssertionError } from '../protocols/contract'
import { FrameError } from '../../src-shared/wire/frame-codec'
import { WalError } from './wal/segment'

/** Whether the error is a defect of the program, of which the stack says more than a sentence can. */
export function isDefect(error: Error): boolean {
  return !(error instanceof WalError || error instanceof FrameError) && (error as NodeJS.ErrnoException).code === undefined
}

/** One sentence on why a node cannot go on, and what to do about it. */
export function describeFailure(error: Error, start: { readonly data_dir: string; readonly port: number }): string {
  const { data_dir, port } = start
  if (error instanceof WalError) {
    return `${error.message}; restore the file in ${data_dir} from a copy, or remove that folder and let the node start empty.`
  }
  if (error instanceof FrameError) return `A message could not be sent: ${error.message}; give the workload smaller values.`
  if (error instanceof ProtocolAssertionError) return `An invariant of the protocol failed, so the node stops: ${error.message}.`
  switch ((error as NodeJS.ErrnoException).code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return `The disk is full: the log in ${data_dir} cannot be written; free some space and restart the node.`
    case 'EROFS':
    case 'EACCES':
    case 'EPERM':
    case 'ENOTDIR':
    case 'ENOENT':
      return `The log in ${data_dir} cannot be written (${error.message}); make it a writable folder and restart the node.`
    case 'EIO':
      return (
        `The disk failed to sync the log in ${data_dir} (${error.message}). What was written since the last sync may be gone, ` +
        `so the node stops rather than try again; restart it once the disk is well.`
      )
    case 'EADDRINUSE':
      return `Port ${port} is taken by another program; end that program or choose another port.`
    default:
      return `The node met an error it does not know: ${error.message}.`
  }
}
