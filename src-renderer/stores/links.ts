import { defineStore } from 'pinia'
import { watch } from 'vue'
import type { LabCommandInput } from '../../src-shared/lab-api'
import { linkData, withoutLink } from '../../src-shared/links/fragment'
import type { Link } from '../../src-shared/links/link'
import { originalOf, replayOf } from '../../src-shared/links/replay'
import type { LinkedMoment, Replay } from '../../src-shared/links/replay'
import { copyText } from '../lab/browser/copyText'
import { useActions } from './actions'
import { useConnection } from './connection'
import { useDisplayedRun } from './displayedRun'
import { useLayout } from './layout'
import { useMessages } from './messages'
import { useRecording } from './recording'
import { useRun } from './run'
import { useTimeTravel } from './timeTravel'

const OTHER_RUN =
  'This Netsplit does not repeat the run of the link event for event: what is shown may differ from what was sent.'

type MadeLink =
  { readonly ok: true; readonly link: string; readonly text: string } | { readonly ok: false; readonly error: string }

/** Links to the run on screen and its moment; and what comes by a link, taken up as if it had been done by hand. */
export const useLinks = defineStore('links', () => {
  const connection = useConnection()
  const messages = useMessages()
  const recording = useRecording()
  const run = useRun()
  const travel = useTimeTravel()

  /** To the moment on show, or the run as it goes on. Only a simulated one comes out again: of another its scenario and seed. */
  async function copy(): Promise<void> {
    const made = await make()
    if (!made.ok) return messages.show('error', made.error)
    if (!(await copyText(made.link))) return messages.show('error', `This page may not copy by itself. The link: ${made.link}`)
    messages.show('info', made.text)
  }

  /** The link, and in a sentence what it leads to; or why there can be none. Nothing is shown. */
  async function make(): Promise<MadeLink> {
    const simulated = useDisplayedRun().engine === 'simulation'
    const moment = simulated ? linkedMoment() : null
    const { opened } = recording
    const answer = await connection.ask({
      command: 'link',
      ...(opened && { recording: opened.id }),
      ...(moment && { moment })
    })
    if (!answer.ok) return answer
    return { ok: true, link: connection.linkBase() + answer.link!, text: answer.text ?? copiedText(moment !== null, simulated) }
  }

  function linkedMoment(): LinkedMoment | null {
    const { moment } = travel
    return moment && { seq: moment.event?.seq ?? moment.seq, t_us: moment.event?.t ?? Math.round(moment.t_us) }
  }

  /** Opens the link in the page's address, which is then the page's own again. False: there is none. */
  function openAddress(): boolean {
    const { hash, pathname, search } = location
    if (linkData(hash) === null) return false
    history.replaceState(null, '', pathname + search + withoutLink(hash))
    void open(hash)
    return true
  }

  /** Runs what a link carries and goes to its moment. A bad link leaves everything as it was, and says why. False: it is one. */
  async function open(text: string): Promise<boolean> {
    const link = await read(text)
    if (link === null) return false
    const replay = replayOf(link)
    if (link.moment) messages.show('info', 'The run is repeated up to the moment of the link.')
    if (replay) await runOriginal(link, replay)
    const answer = await useActions().runLinked(commandOf(link, replay))
    if (!answer.ok) {
      run.keepForNextRun(null)
      return false
    }
    useLayout().view = 'lab'
    travel.live()
    if (link.moment) await goTo(link.moment)
    return true
  }

  async function read(text: string): Promise<Link | null> {
    // Loaded when first needed: most pages see no link.
    const { LinkError, linkIn } = await import('../../src-shared/links/link')
    try {
      return linkIn(text)
    } catch (error) {
      if (!(error instanceof LinkError)) throw error
      messages.show('error', error.message)
      return null
    }
  }

  /** A fork is laid over the run that it branched off, as far as that would have gone by itself. */
  async function runOriginal(link: Link, replay: Replay): Promise<void> {
    const original = originalOf(replay)
    if (original === null || !(await useActions().runLinked(commandOf(link, original))).ok) return
    travel.live()
    if (await reached(original.at_seq)) run.keepForNextRun(`${connection.state?.scenario?.title ?? 'the run'} without the fork`)
  }

  async function goTo({ seq, t_us }: LinkedMoment): Promise<void> {
    const { live } = run
    const came = await reached(seq)
    // Somebody has turned to another run meanwhile.
    if (run.live !== live || recording.opened) return
    const event = live.archive.at(seq)
    if (!came || (event?.seq === seq && event.t !== t_us)) messages.show('error', OTHER_RUN)
    travel.goTo(seq)
  }

  /** Whether the lab's run comes to this event; not where it ends before, or gives way to another one. */
  async function reached(seq: number): Promise<boolean> {
    const { live } = run
    const goesOn = () => run.live === live && live.head.cluster.ended === null && connection.state?.phase !== 'failed'
    while (live.head_seq < seq && goesOn())
      await new Promise((changed) => watch([() => run.version, () => connection.state], changed, { once: true }))
    return live.head_seq >= seq
  }

  return { copy, make, open, openAddress }
})

function commandOf({ scenario, yaml, seed, engine }: Link, replay: Replay | null): Extract<LabCommandInput, { command: 'run' }> {
  return { command: 'run', scenario, yaml, seed, ...(engine && { engine }), ...(replay && { replay }) }
}

function copiedText(at_moment: boolean, simulated: boolean): string {
  if (at_moment) return 'Copied: a link to this moment.'
  return simulated
    ? 'Copied: a link to this run.'
    : 'Copied: a link to this scenario and its seed. Real processes do not repeat, so no moment goes with it.'
}
