import { CAS_REGISTER, KV, REGISTER } from './kv'
import type { Model } from './model'

export const MODEL_NAMES = ['kv', 'cas-register', 'register'] as const
export type ModelName = (typeof MODEL_NAMES)[number]

/** The models by name. */
export const MODELS: Readonly<Record<ModelName, Model>> = { kv: KV, 'cas-register': CAS_REGISTER, register: REGISTER }
