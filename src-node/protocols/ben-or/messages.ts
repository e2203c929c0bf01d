/** What nodes say to each other, all of it about one instance. */
import { proposalText } from '../../../src-shared/protocols/ben-or/bits'
import type { Bit } from '../../../src-shared/protocols/ben-or/bits'

export type Phase = 'report' | 'propose'

/** The first phase: the bit that the sender has. */
export type Report = { readonly type: 'report'; readonly instance: number; readonly round: number; readonly bit: Bit }

/** The second phase: the bit that a majority has reported; null: it has heard none. */
export type Proposal = {
  readonly type: 'proposal'
  readonly instance: number
  readonly round: number
  readonly bit: Bit | null
}

export type Decided = { readonly type: 'decided'; readonly instance: number; readonly bit: Bit }

/** Say again what you have said in this phase of this round, or what is decided. */
export type Repeat = { readonly type: 'repeat'; readonly instance: number; readonly round: number; readonly phase: Phase }

export type BenOrMessage = Report | Proposal | Decided | Repeat

/** One line that names a message and its main fields. */
export function describeMessage(message: BenOrMessage): string {
  const { type, instance } = message
  switch (type) {
    case 'report':
      return `report ${message.bit} in round ${message.round} of instance ${instance}`
    case 'proposal':
      return `propose ${proposalText(message.bit)} in round ${message.round} of instance ${instance}`
    case 'decided':
      return `decided ${message.bit} in instance ${instance}`
    case 'repeat':
      return `repeat your ${message.phase === 'report' ? 'report' : 'proposal'} of round ${message.round} of instance ${instance}`
  }
}
