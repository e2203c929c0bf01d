/** What a run's stream is made of: a closed kernel of events, and the facts that protocols declare. */
export * from './facts'
export * from './timed-event'
export * from './kernel'
export * from './kernel-kinds'
