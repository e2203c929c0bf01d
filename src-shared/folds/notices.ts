/** What a reader must know: notices, limits of the recording, broken invariants. */
import type { EventOf, LabEvent } from '../events'
import { Ring } from './ring'

export interface NoticesFold {
  readonly notices: Ring<EventOf<'notice'>>
  readonly gaps: Ring<EventOf<'gap'>>
  readonly violations: Ring<EventOf<'violation'>>
  violations_total: number
}

const NOTICES_MAX = 1000

export function createNoticesFold(): NoticesFold {
  return { notices: new Ring(NOTICES_MAX), gaps: new Ring(NOTICES_MAX), violations: new Ring(NOTICES_MAX), violations_total: 0 }
}

export function foldNotices(fold: NoticesFold, event: LabEvent): void {
  if (event.kind === 'notice') fold.notices.push(event)
  else if (event.kind === 'gap') fold.gaps.push(event)
  else if (event.kind === 'violation') {
    fold.violations.push(event)
    fold.violations_total += 1
  }
}
