/** The links of a run as they are set: by its scenario, or as they have been changed. */
import type { ClusterFold } from '../../../folds/cluster'
import type { LinkId } from '../../../ids'
import type { LinkSettings } from '../../../network/netem'
import { changeSettings, CLEAR_LINK } from '../../../network/netem'
import type { StalenessState } from './fold'

export type SettingsOf = (link: LinkId) => LinkSettings

export function settingsNow({ changed_links }: StalenessState, { links, run }: ClusterFold): SettingsOf {
  return (link) => {
    const changed = changed_links.has(link) ? links.get(link) : undefined
    return changed?.settings ?? changeSettings(CLEAR_LINK, run?.links?.[link] ?? {})
  }
}
