/** What a shard is asked to do for a transaction, one step after the other, and what it answers. */

/** What a key has: a register's text, or a list's elements in order. */
export type Value = string | readonly string[]

/** Steps that a shard takes; a transaction's others (a pause, giving up) are its coordinator's affair. */
export type ShardStep =
  | { readonly do: 'read'; readonly key: string }
  | { readonly do: 'write'; readonly key: string; readonly value: string }
  | { readonly do: 'append'; readonly key: string; readonly value: string }
  | { readonly do: 'add'; readonly key: string; readonly by: number }
  | { readonly do: 'scan'; readonly prefix: string }

/** What a step answers: nothing, what is read, or what a scan found by key. */
export type StepAnswer = null | Value | { readonly [key: string]: Value }

export type Write = readonly [key: string, value: Value]
