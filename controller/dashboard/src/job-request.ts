import type { TaskType } from './api/wire';

/** What stands in the fields of the form, by the names that the controller uses for them in refusals. */
export type FormValues = Record<string, string>;

export interface StoredInput {
  sha256: string;
  file_name: string;
}

/**
 * What a field's text means: JSON where it is JSON, else the text itself; nothing at all for an empty field. Nothing
 * is judged here: the controller does, and says the same to everybody.
 */
export function valueOf(text: string): unknown {
  const trimmed = text.trim();
  if (trimmed === '') return undefined;
  try {
    return JSON.parse(trimmed) as unknown;
  } catch {
    return trimmed;
  }
}

/** The body of POST /v1/jobs for a built-in type. */
export function taskRequest(type: TaskType, values: FormValues, inputs: Record<string, StoredInput>): object {
  const params: Record<string, unknown> = {};
  for (const { name } of type.parameters) {
    const value = valueOf(values[`params.${name}`] ?? '');
    if (value !== undefined) params[name] = value;
  }
  return { task_type: type.name, params, inputs, ...options(values) };
}

/** The body of POST /v1/jobs for a module that was sent before. */
export function moduleRequest(
  sha256: string,
  values: FormValues,
  inputs: Record<string, StoredInput>,
  names: readonly string[],
): object {
  const module: Record<string, unknown> = { sha256 };
  for (const name of names) {
    const value = valueOf(values[`module.${name}`] ?? '');
    if (value !== undefined) module[name] = value;
  }
  return { module, inputs, ...options(values) };
}

function options(values: FormValues): object {
  const some: Record<string, unknown> = {};
  for (const name of ['output_format', 'priority', 'slots_max', 'cache']) {
    const value = valueOf(values[name] ?? '');
    if (value !== undefined) some[name] = value;
  }
  return some;
}

/** The words of a parameter that takes one of a few, as in "bcrypt, sha256, sha512"; null for any other. */
export function choicesIn(allowed: string): string[] | null {
  return /^[a-z0-9_-]+(, [a-z0-9_-]+)+$/.test(allowed) ? allowed.split(', ') : null;
}

/** A first job that is worth looking at, for parameters that have no default. */
const SUGGESTIONS: Record<string, string> = {
  'mandelbrot params.width': '1920',
  'mandelbrot params.height': '1080',
  'matrix_mul params.size': '1024',
};

export function suggestion(type: string, field: string): string {
  return SUGGESTIONS[`${type} ${field}`] ?? '';
}
