import { KERNEL_KINDS } from '../events'
import type { LabEvent, Volume } from '../events'
import { factNamed } from './registry'

/** How frequent the event's kind is, and what it is good for later; see {@link Volume}. */
export function volumeOf(event: LabEvent): Volume {
  if (event.kind !== 'fact') return KERNEL_KINDS[event.kind].volume
  return factNamed(event.fact)?.volume ?? 'mark'
}
