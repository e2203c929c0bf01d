/** A schema as a plain function: recordings hold a million facts against theirs, and only yes or no is asked. */
import { z } from 'zod'

export type Check = (value: unknown) => boolean

/** Whether a value fits the schema. What facts use is checked by hand; anything else as zod does it. */
export function compileCheck(schema: z.core.$ZodType): Check {
  if (schema instanceof z.ZodObject && schema.def.catchall === undefined) return objectCheck(schema)
  if (schema instanceof z.ZodOptional) return optionalCheck(compileCheck(schema.unwrap()))
  if (schema instanceof z.ZodNullable) return nullableCheck(compileCheck(schema.unwrap()))
  if (hasChecks(schema)) return generalCheck(schema)
  if (schema instanceof z.ZodArray) return arrayCheck(compileCheck(schema.element))
  if (schema instanceof z.ZodString) return (value) => typeof value === 'string'
  if (schema instanceof z.ZodNumber) return (value) => Number.isFinite(value)
  if (schema instanceof z.ZodBoolean) return (value) => typeof value === 'boolean'
  return generalCheck(schema)
}

/** Bounds, refinements and the like. */
function hasChecks({ _zod: { def } }: z.core.$ZodType): boolean {
  return (def.checks?.length ?? 0) > 0 || 'format' in def || 'coerce' in def
}

function objectCheck(schema: z.ZodObject): Check {
  if (hasChecks(schema)) return generalCheck(schema)
  const fields = Object.entries(schema.shape)
  const names = fields.map(([name]) => name)
  const checks = fields.map(([, field]) => compileCheck(field))
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
    for (let i = 0; i < names.length; i++) if (!checks[i]!((value as Record<string, unknown>)[names[i]!])) return false
    return true
  }
}

function arrayCheck(fits: Check): Check {
  return (value) => {
    if (!Array.isArray(value)) return false
    for (let i = 0; i < value.length; i++) if (!fits(value[i])) return false
    return true
  }
}

function optionalCheck(fits: Check): Check {
  return (value) => value === undefined || fits(value)
}

function nullableCheck(fits: Check): Check {
  return (value) => value === null || fits(value)
}

function generalCheck(schema: z.core.$ZodType): Check {
  return (value) => z.safeParse(schema, value).success
}
