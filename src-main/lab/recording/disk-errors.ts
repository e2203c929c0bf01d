/** What the system's codes mean, in words that fit after a colon. */
const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EROFS: 'this disk is read-only',
  EACCES: 'this folder may not be written to',
  EPERM: 'this folder may not be written to',
  ENOENT: 'no folder can be made here',
  EEXIST: 'a part of this path is a file; expected a folder',
  ENOTDIR: 'a part of this path is a file; expected a folder'
}

/** Why something could not be written, without a full stop. */
export function diskReason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException
  return REASONS[code ?? ''] ?? message
}
