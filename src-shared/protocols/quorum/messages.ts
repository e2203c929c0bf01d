import type { MessageDescription } from '../../description/messages'
import { MESSAGES as SWIM_MESSAGES } from '../membership/messages'

/** The position of a type is its code on the wire. */
export const MESSAGES = [
  { name: 'store', kind: 'data', word: 'write' },
  { name: 'stored', kind: 'answer', word: 'write answer' },
  { name: 'read', kind: 'ask', word: 'read' },
  { name: 'found', kind: 'answer', word: 'read answer' },
  { name: 'repair', kind: 'data', word: 'read repair' },
  { name: 'repaired', kind: 'answer', word: 'repair answer' },
  { name: 'hand-off', kind: 'data', word: 'hand-off' },
  { name: 'handed-off', kind: 'answer', word: 'hand-off answer' },
  { name: 'tree', kind: 'ask', word: 'tree hashes' },
  { name: 'rows', kind: 'data', word: 'rows' },
  { name: 'hint', kind: 'data', word: 'hint' },
  { name: 'hinted', kind: 'answer', word: 'hint answer' },
  { name: 'bury', kind: 'ask', word: 'tombstone check' },
  { name: 'buried', kind: 'answer', word: 'tombstone answer' },
  { name: 'fetch', kind: 'ask', word: 'range request' },
  { name: 'fetched', kind: 'data', word: 'range rows' },
  { name: 'moves', kind: 'heartbeat', word: 'range status' },
  ...SWIM_MESSAGES
] as const satisfies readonly MessageDescription[]
