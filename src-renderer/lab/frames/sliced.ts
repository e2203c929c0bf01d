/** A computation in small steps: between two of them something else may have its turn. */
export type Sliced<Value> = Generator<void, Value, void>

/** All steps at once. */
export function finish<Value>(sliced: Sliced<Value>): Value {
  for (;;) {
    const step = sliced.next()
    if (step.done) return step.value
  }
}
