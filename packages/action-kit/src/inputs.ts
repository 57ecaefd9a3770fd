import { UserError } from '@loki-adoption/errors';
import * as core from './commands.ts';

/** A required input; empty counts as missing. */
export function requiredInput(name: string): string {
  const value = core.getInput(name);
  if (value === '') throw new UserError(`Input "${name}" is required and empty: set it in the step's "with:".`);
  return value;
}

/** An optional input; empty means absent. */
export function optionalInput(name: string): string | undefined {
  const value = core.getInput(name);
  return value === '' ? undefined : value;
}

/** One of a list of words. */
export function choiceInput<const T extends string>(name: string, choices: readonly T[], fallback: T): T {
  const value = core.getInput(name);
  if (value === '') return fallback;
  const choice = choices.find((candidate) => candidate === value);
  if (choice === undefined)
    throw new UserError(`Input "${name}" is "${value}": expected one of ${choices.join(', ')}.`);
  return choice;
}

/** `true` or `false`. */
export function booleanInput(name: string, fallback: boolean): boolean {
  return choiceInput(name, ['true', 'false'], fallback ? 'true' : 'false') === 'true';
}

/** A whole number in a range. */
export function integerInput(name: string, fallback: number, range: { min: number; max: number }): number {
  const text = core.getInput(name);
  if (text === '') return fallback;
  const value = Number(text);
  if (!Number.isInteger(value) || value < range.min || value > range.max) {
    throw new UserError(`Input "${name}" is "${text}": expected a whole number from ${range.min} to ${range.max}.`);
  }
  return value;
}

/** The lines of a multi-line input, trimmed, without empty ones. */
export function linesInput(name: string): string[] {
  return core.getMultilineInput(name).filter((line) => line !== '');
}

/** A token; from now on the runner masks it in every log. */
export function secretInput(name: string): string | undefined {
  const value = optionalInput(name);
  if (value !== undefined) core.setSecret(value);
  return value;
}
