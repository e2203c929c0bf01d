import { watch } from 'vue'
import { useConnection } from './connection'
import { useRecording } from './recording'
import { useRun } from './run'

/** A recording goes by the name of its folder. */
export function idOf(folder: string): string {
  return folder.split(/[\\/]/).at(-1)!
}

/** Brings a run on screen: the lab's own if that is it, or else its recording. Whether it is there. */
export async function bringRun(folder: string): Promise<boolean> {
  const connection = useConnection()
  const recording = useRecording()
  const id = idOf(folder)
  if (connection.state?.recording === folder) recording.close()
  else if (recording.opened?.id !== id) await recording.open(id)
  return recording.opened === null ? connection.state?.recording === folder : recording.opened.id === id
}

/** Resolves when the run on screen has come to this event: after a reload it is folded again from its start. */
export function untilFolded(seq: number): Promise<void> {
  const run = useRun()
  return new Promise((resolve) => {
    const stop = watch(
      () => [run.version, run.tape.head_seq >= seq],
      ([, there]) => {
        if (!there) return
        resolve()
        queueMicrotask(() => stop())
      },
      { immediate: true }
    )
  })
}
