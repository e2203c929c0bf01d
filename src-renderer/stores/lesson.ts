import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { LessonListing, OpenedLesson } from '../../src-shared/lab-api'
import type { Evidence } from '../../src-shared/lessons/figures'
import type { Answer } from '../../src-shared/lessons/prediction'
import { runOfStep } from '../../src-shared/lessons/runs'
import { loadSetting, loadValidSetting, saveSetting } from '../lab/browser/storedSettings'
import { NEW_RECORD, atStep, evidenceOf, isLocked, lessonRecordSchema } from '../lab/lessons/lessonRecord'
import type { ShownRun } from '../../src-shared/lessons/shown-run'
import type { LessonRecord } from '../lab/lessons/lessonRecord'
import { useConnection } from './connection'
import { useLayout } from './layout'

const OPEN = 'lesson-open'
const INVITED = 'lesson-begun'
const recordSetting = (id: string) => `lesson.${id}`

/** Where the reader is in a lesson. */
export function recordOf(id: string): LessonRecord {
  return loadValidSetting(recordSetting(id), lessonRecordSchema, NEW_RECORD)
}

/** The lesson that is open beside the canvas: its step, the answers, and what its runs have shown. */
export const useLesson = defineStore('lesson', () => {
  const connection = useConnection()
  const listed = shallowRef<readonly LessonListing[] | null>(null)
  const opened = shallowRef<OpenedLesson | null>(null)
  const record = shallowRef<LessonRecord>(NEW_RECORD)
  /** What the canvas is asked for while an answer is open: a click on it is an answer. */
  const asked = shallowRef<'node' | 'link' | null>(null)

  /** Whoever has never opened a lesson is led to them. */
  const isNewcomer = shallowRef(!loadSetting(INVITED, false))

  const lesson = computed(() => opened.value?.lesson ?? null)
  const index = computed(() => record.value.step)
  /** null: the lesson's end. */
  const step = computed(() => lesson.value?.steps[index.value] ?? null)
  /** Of the run that the open step's text is about. */
  const evidence = computed<Evidence>(() => {
    const run = lesson.value && runOfStep(lesson.value, index.value)
    return evidenceOf(run ? record.value.shown[run.name] : undefined)
  })

  async function load(): Promise<void> {
    const answer = await connection.send({ command: 'lessons' })
    if (answer.ok) listed.value = answer.lessons ?? []
  }

  async function open(id: string): Promise<void> {
    const answer = await connection.send({ command: 'lesson', lesson: id })
    if (!answer.ok || !answer.lesson) return
    record.value = recordOf(id)
    opened.value = answer.lesson
    saveSetting(OPEN, id)
    saveSetting(INVITED, true)
    isNewcomer.value = false
    // A lesson may have fewer steps than when it was read last.
    goTo(record.value.step)
    useLayout().view = 'lab'
  }
  /** From its beginning. */
  async function openAgain(id: string): Promise<void> {
    await open(id)
    if (lesson.value?.id === id) startOver()
  }
  /** The lesson that was open when the page was left, if there was one. */
  async function reopen(): Promise<void> {
    const id = loadSetting<string | null>(OPEN, null)
    if (id !== null) await open(id)
  }
  function close(): void {
    opened.value = null
    asked.value = null
    saveSetting(OPEN, null)
  }

  function change(next: LessonRecord): void {
    if (lesson.value === null) return
    record.value = next
    saveSetting(recordSetting(lesson.value.id), next)
  }
  function goTo(wanted: number): void {
    if (lesson.value !== null) change(atStep(record.value, lesson.value.steps.length, wanted))
  }
  const next = () => goTo(index.value + 1)
  const back = () => goTo(index.value - 1)
  /** Forgets the answers and what was shown. */
  const startOver = () => change({ ...NEW_RECORD, finished: record.value.finished })

  /** Whether the answer of the step at `at` stays as it is. */
  const locked = (at: number) => lesson.value !== null && isLocked(lesson.value, record.value, at)
  function answer(at: number, given: Answer): void {
    if (!locked(at)) change({ ...record.value, answers: { ...record.value.answers, [at]: given } })
  }
  /** What a run has shown now. */
  function show(run: string, shown: ShownRun): void {
    change({ ...record.value, shown: { ...record.value.shown, [run]: shown } })
  }

  return {
    listed,
    opened,
    lesson,
    record,
    index,
    step,
    evidence,
    asked,
    isNewcomer,
    load,
    open,
    openAgain,
    reopen,
    close,
    goTo,
    next,
    back,
    startOver,
    locked,
    answer,
    show
  }
})
