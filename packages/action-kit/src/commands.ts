import { randomUUID } from 'node:crypto';
import { appendFileSync } from 'node:fs';

// What the runner reads of a step: its environment, lines on stdout, files that it names. `@actions/core` says the same and brings an HTTP
// client of 0.8 MB for what no action here does, which each start of an action pays for (docs.github.com, "Workflow commands").

/** An input of action.yml, without blanks around it; empty where it isn't set. */
export function getInput(name: string): string {
  return (process.env[`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`] ?? '').trim();
}

/** Its lines, without empty ones. */
export function getMultilineInput(name: string): string[] {
  return getInput(name)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** Sets an output of the step. */
export function setOutput(name: string, value: string): void {
  const file = process.env['GITHUB_OUTPUT'];
  if (!file) {
    command('set-output', value, { name });
    return;
  }
  // Nobody can foresee the line that ends the value.
  const end = `end_${randomUUID()}`;
  appendFileSync(file, `${name}<<${end}\n${value}\n${end}\n`);
}

/** From now on the runner masks it in every log. */
export function setSecret(value: string): void {
  command('add-mask', value);
}

/** The step fails, and says why. */
export function setFailed(message: string): void {
  process.exitCode = 1;
  command('error', message);
}

export function info(message: string): void {
  process.stdout.write(`${message}\n`);
}

export function notice(message: string): void {
  command('notice', message);
}

export function warning(message: string): void {
  command('warning', message);
}

export function startGroup(name: string): void {
  command('group', name);
}

export function endGroup(): void {
  command('endgroup', '');
}

/** Folds what is logged meanwhile. */
export async function group<T>(name: string, run: () => Promise<T>): Promise<T> {
  startGroup(name);
  try {
    return await run();
  } finally {
    endGroup();
  }
}

export function isDebug(): boolean {
  return process.env['RUNNER_DEBUG'] === '1';
}

function command(name: string, message: string, properties: Readonly<Record<string, string>> = {}): void {
  const given = Object.entries(properties).map(
    ([key, value]) => `${key}=${escaped(value).replaceAll(':', '%3A').replaceAll(',', '%2C')}`,
  );
  process.stdout.write(`::${name}${given.length > 0 ? ` ${given.join(',')}` : ''}::${escaped(message)}\n`);
}

/** A line break would end the command, and begin another one. */
function escaped(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
