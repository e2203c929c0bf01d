/** The texts of all shipped scenarios, in a part of the bundle that is loaded when one besides the first is asked for. */
import { nameOf } from './file-name'

const TEXTS = import.meta.glob<string>('../resources/scenarios/*/*.yaml', { query: '?raw', import: 'default', eager: true })
const texts: ReadonlyMap<string, string> = new Map(Object.entries(TEXTS).map(([path, text]) => [nameOf(path), text]))

export function textOf(id: string): string | undefined {
  return texts.get(id)
}
