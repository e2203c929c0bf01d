import type { LabCommand } from '../../src-shared/lab-api'
import type { Place, RoomLesson } from '../../src-shared/room/room-api'

/**
 * Who may give a command. `anyone`: also participants, who look on. `acting`: also the participant who is let act. `shown`: also
 * participants, for what the instructor shows. `instructor`: nobody else.
 */
type Permission = 'anyone' | 'acting' | 'shown' | 'instructor'

/** One line for each command there is: one that is forgotten does not compile. */
const PERMISSIONS: Readonly<Record<LabCommand['command'], Permission>> = {
  lessons: 'anyone',
  lesson: 'anyone',
  comparisons: 'anyone',

  act: 'acting',
  undo: 'acting',
  workload: 'acting',
  intervene: 'acting',
  pause: 'acting',
  resume: 'acting',
  pace: 'acting',
  step: 'acting',

  'open-recording': 'shown',
  explore: 'shown',
  measure: 'shown',
  'commit-window': 'shown',
  elections: 'shown',
  'play-isolation': 'shown',

  run: 'instructor',
  stop: 'instructor',
  fork: 'instructor',
  link: 'instructor',
  // Takes processor time that the run needs.
  judge: 'instructor',
  'judge-cancel': 'instructor',
  export: 'instructor',
  'compare-export': 'instructor',
  'compare-run': 'instructor',
  'compare-progress': 'instructor',
  'compare-cancel': 'instructor',
  'explore-more': 'instructor',
  'explorer-export': 'instructor',
  'scenario-text': 'instructor',
  'own-scenarios': 'instructor',
  'save-own-scenario': 'instructor',
  'rename-own-scenario': 'instructor',
  'delete-own-scenario': 'instructor',
  'restore-own-scenario': 'instructor',
  'run-as-scenario': 'instructor',
  recordings: 'instructor',
  'import-recording': 'instructor',
  'label-recording': 'instructor',
  'delete-recording': 'instructor',
  'restore-recording': 'instructor'
}

/** A participant who gives a command. */
export interface Asking {
  readonly acting: boolean
  /** Where the instructor is; null: nowhere yet. */
  readonly place: Place | null
  /** The lesson that the instructor plays; null: none. */
  readonly lesson: RoomLesson | null
}

/** Ids of the recordings that the instructor shows; of a lesson's runs those that are over, which it lays over each other. */
export function shownRecordings({ place, lesson }: Pick<Asking, 'place' | 'lesson'>): readonly string[] {
  const played = Object.values(lesson?.shown ?? {}).filter(({ ended }) => ended !== null)
  return [...(place?.compared ?? []), ...(place?.recording ? [place.recording] : []), ...played.map(({ recording }) => recording)]
}

/** Why a participant may not do that, in a sentence; null: they may. */
export function refusalOf(command: LabCommand, asking: Asking): string | null {
  switch (PERMISSIONS[command.command]) {
    case 'anyone':
      return null
    case 'acting':
      return asking.acting ? null : 'You are watching: raise your hand, and act when the instructor lets you.'
    case 'shown':
      return isShown(command, asking) ? null : 'Only what the instructor shows can be opened.'
    case 'instructor':
      return 'Only the instructor can do this.'
  }
}

function isShown(command: LabCommand, asking: Asking): boolean {
  const { place } = asking
  switch (command.command) {
    case 'open-recording':
      return shownRecordings(asking).includes(command.recording)
    // Whoever asks first begins it, which is the instructor's.
    case 'explore':
      return place?.explored?.tab === 'models'
    case 'measure':
      return place?.explored?.tab === 'pacelc'
    case 'commit-window':
      return place?.explored?.tab === 'window'
    case 'elections':
      return place?.explored?.tab === 'elections'
    case 'play-isolation':
      return place?.explored?.tab === 'isolation'
    default:
      return false
  }
}
