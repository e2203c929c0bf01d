/** Parameters and switches as cores read them, typed by the description that declares them. */
import type { ParameterDescription, Parameters, ProtocolDescription } from '../../../src-shared/description/protocol-description'

type Declared = Pick<ProtocolDescription, 'parameters' | 'switches'>

/** A description's parameters: durations in microseconds (`heartbeat_ms` becomes `heartbeat_us`), ranges as lowest and highest. */
export type SettingsOf<D extends Declared> = {
  readonly [Name in keyof D['parameters'] as SettingName<Name>]: ValueOf<D['parameters'][Name]>
}

type SettingName<Name> = Name extends `${infer Base}_ms` ? `${Base}_us` : Name

type ValueOf<Parameter extends ParameterDescription> = Parameter extends { readonly type: 'number' }
  ? number
  : Parameter extends { readonly type: 'range' }
    ? readonly [lowest: number, highest: number]
    : Parameter extends { readonly type: 'boolean' }
      ? boolean
      : Parameter extends { readonly choices: readonly (infer Choice)[] }
        ? Choice
        : never

/** The switches that are on, by name. Plain fields, not a set: nearly every step asks about some. */
export type SwitchesOn<Name extends string = string> = { readonly [On in Name]?: true }

/** The switches of a description that are on. A test holds protocols to asking about each in one place. */
export type SwitchesOf<D extends Declared> = SwitchesOn<D['switches'][number]['name']>

/** `given`: every parameter of the description. */
export function readSettings<D extends Declared>({ parameters }: D, given: Parameters): SettingsOf<D> {
  return Object.fromEntries(
    Object.keys(parameters).map((name) => settingOf(name, parameters[name]!, given[name]!))
  ) as SettingsOf<D>
}

export function readSwitches<Name extends string>(names: readonly string[]): SwitchesOn<Name> {
  return Object.fromEntries(names.map((name) => [name, true])) as SwitchesOn<Name>
}

const MS = '_ms'
const US_PER_MS = 1000

function settingOf(name: string, { type }: ParameterDescription, given: Parameters[string]): [name: string, value: unknown] {
  const value = type === 'range' && typeof given === 'number' ? [given, given] : given
  if (!name.endsWith(MS)) return [name, value]
  const setting = `${name.slice(0, -MS.length)}_us`
  return [setting, Array.isArray(value) ? value.map((ms: number) => ms * US_PER_MS) : (value as number) * US_PER_MS]
}
