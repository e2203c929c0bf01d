/** What is remembered of each key; of the keys that came first nothing any more. */
import { setBounded } from '../../kit/bounded'

const KEYS_MAX = 8_192

export class ByKey<Value> {
  private readonly values = new Map<string, Value>()

  constructor(private readonly create: () => Value) {}

  of(key: string): Value {
    let value = this.values.get(key)
    if (value === undefined) setBounded(this.values, key, (value = this.create()), KEYS_MAX)
    return value
  }
}
