/** Calls back with the results in the order of their promises, each as soon as all earlier ones have resolved. */
export async function inOrder<T>(results: readonly Promise<T>[], onResult: (result: T) => void): Promise<void> {
  const deliverAll = async () => {
    for (const result of results) onResult(await result)
  }
  await Promise.all([deliverAll(), ...results])
}
