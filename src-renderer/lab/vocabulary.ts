import type { ProtocolDescription } from '../../src-shared/protocol-description'

/** Which of the usual words mean something under a protocol; while none is known, all do. */
export interface Vocabulary {
  /** Some node may lead. */
  readonly leaders: boolean
  /** Leaders come and go by elections, each in a term of its own. */
  readonly terms: boolean
  /** There is one log, with entries that are committed. */
  readonly log: boolean
}

export function vocabularyOf(protocol: ProtocolDescription | null): Vocabulary {
  const declares = (series: string) => protocol === null || protocol.series.some(({ name }) => name === series)
  return {
    leaders: protocol === null || protocol.roles.some(({ look }) => look === 'leader'),
    terms: declares('term'),
    log: declares('commit_index')
  }
}

/** ` in term 3`; nothing where nobody is elected. */
export function inTerm(term: number): string {
  return term === 0 ? '' : ` in term ${term}`
}
