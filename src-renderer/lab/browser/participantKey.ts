import { loadSetting, saveSetting } from './storedSettings'

const SETTING = 'participant'
const BYTES = 16

/** By which a room knows this browser again, for as long as the browser keeps it. */
export function participantKey(): string {
  const kept = loadSetting<string | null>(SETTING, null)
  if (kept !== null) return kept
  const key = Array.from(crypto.getRandomValues(new Uint8Array(BYTES)), (byte) => byte.toString(16).padStart(2, '0')).join('')
  saveSetting(SETTING, key)
  return key
}
