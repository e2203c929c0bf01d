/** What a scenario can be called. */
import { z } from 'zod'

export const SCENARIO_TITLE_MAX = 80
export const SCENARIO_NAME_MAX = 64
/** So that it can be run by its name, and be a file's name anywhere. */
export const SCENARIO_NAME = /^[a-z0-9][a-z0-9-]{0,63}$/

export const scenarioNameSchema = z.string().regex(SCENARIO_NAME, 'expected lower-case letters, digits and -')
export const scenarioTitleSchema = z.string().min(1).max(SCENARIO_TITLE_MAX)
