/** Hands results on in the order of their promises, each as soon as those before it are there. Rejects with the first that rejects. */
export async function inOrder<T>(results: readonly Promise<T>[], handOn: (result: T) => void): Promise<void> {
  const handingOn = async () => {
    for (const result of results) handOn(await result)
  }
  await Promise.all([handingOn(), ...results])
}
