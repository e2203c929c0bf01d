import { LabError } from '../src-main/lab/lab-error'
import type { ScenarioStore } from '../src-main/lab/scenario-files/own-scenarios'

const DATABASE = 'netsplit-scenarios'
const TEXTS = 'texts'

/** One's own scenarios in the browser's database, which a worker reaches too: text by name. */
export class ScenarioDatabase implements ScenarioStore {
  readonly folder = null
  private opened: Promise<IDBDatabase> | null = null

  async names(): Promise<readonly string[]> {
    return (await this.ask('readonly', (texts) => texts.getAllKeys())) as string[]
  }

  async read(name: string): Promise<string> {
    return (await this.ask('readonly', (texts) => texts.get(name))) as string
  }

  async write(name: string, text: string): Promise<void> {
    await this.ask('readwrite', (texts) => texts.put(text, name))
  }

  async remove(name: string): Promise<void> {
    await this.ask('readwrite', (texts) => texts.delete(name))
  }

  private async ask<Value>(mode: IDBTransactionMode, request: (texts: IDBObjectStore) => IDBRequest<Value>): Promise<Value> {
    try {
      const database = await (this.opened ??= open())
      return await resultOf(request(database.transaction(TEXTS, mode).objectStore(TEXTS)))
    } catch (error) {
      this.opened = null
      throw new LabError(`this browser keeps no scenarios (${(error as Error).message}): copy the text elsewhere`)
    }
  }
}

function open(): Promise<IDBDatabase> {
  const request = indexedDB.open(DATABASE, 1)
  request.onupgradeneeded = () => request.result.createObjectStore(TEXTS)
  return resultOf(request)
}

function resultOf<Value>(request: IDBRequest<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('no reason given'))
  })
}
