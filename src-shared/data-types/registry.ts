/** All data types. Adding one: its own folder, and one line here. */
import { booking } from './booking'
import { call } from './call'
import { consensus } from './consensus'
import { counter } from './counter'
import { kv } from './kv'
import { list } from './list'
import { queue } from './queue'
import { set } from './set'
import { transaction } from './transaction'

export const dataTypes = [kv, counter, set, list, queue, transaction, call, booking, consensus] as const
export type DataTypeName = (typeof dataTypes)[number]['name']
