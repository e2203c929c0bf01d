import type { LabCommand } from '../../src-shared/lab-api'

/**
 * Who may give a command. `anyone`: also participants, who look on. `acting`: also the participant who is let act. `shown`: also
 * participants, for the recording that the instructor shows. `instructor`: nobody else.
 */
type Permission = 'anyone' | 'acting' | 'shown' | 'instructor'

/** One line for each command there is: one that is forgotten does not compile. */
const PERMISSIONS: Readonly<Record<LabCommand['command'], Permission>> = {
  lessons: 'anyone',
  lesson: 'anyone',

  act: 'acting',
  undo: 'acting',
  workload: 'acting',
  intervene: 'acting',
  pause: 'acting',
  resume: 'acting',
  pace: 'acting',
  step: 'acting',

  'open-recording': 'shown',

  run: 'instructor',
  stop: 'instructor',
  fork: 'instructor',
  link: 'instructor',
  // Takes processor time that the run needs.
  judge: 'instructor',
  export: 'instructor',
  'compare-export': 'instructor',
  comparisons: 'instructor',
  'compare-run': 'instructor',
  'compare-progress': 'instructor',
  'compare-cancel': 'instructor',
  explore: 'instructor',
  'explore-more': 'instructor',
  measure: 'instructor',
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
  /** Id of the recording that the instructor shows; null: none. */
  readonly shown: string | null
}

/** Why a participant may not do that, in a sentence; null: they may. */
export function refusalOf(command: LabCommand, { acting, shown }: Asking): string | null {
  switch (PERMISSIONS[command.command]) {
    case 'anyone':
      return null
    case 'acting':
      return acting ? null : 'You are watching: raise your hand, and act when the instructor lets you.'
    case 'shown':
      return 'recording' in command && command.recording === shown
        ? null
        : 'Only the recording that the instructor shows can be opened.'
    case 'instructor':
      return 'Only the instructor can do this.'
  }
}
