import { UserError } from '@loki-adoption/errors';
import { compareText } from '../text.ts';
import type { NameValue, PortMapping } from './model.ts';

/** Environment variables in the order of their names. */
export function variables(values: Readonly<Record<string, string>>): NameValue[] {
  return sortedEntries(values).map(([name, value]) => ({ name, value }));
}

/**
 * Variables that a configuration reads. An empty one is refused: neither Alloy nor Loki does so, they load and then
 * send nothing.
 */
export function requiredVariables(where: string, values: Readonly<Record<string, string>>): NameValue[] {
  const empty = Object.keys(values).find((name) => values[name]?.trim() === '');
  if (empty !== undefined) {
    throw new UserError(`${where}: ${empty} would be empty. Give the environment the value that it is made from.`);
  }
  return variables(values);
}

/** Named ports of an awsvpc task: there the port outside is the port inside. */
export function portMappings(ports: Readonly<Record<string, number>>): PortMapping[] {
  return sortedEntries(ports).map(([name, port]) => ({ name, containerPort: port, hostPort: port, protocol: 'tcp' }));
}

export function sortedEntries<T>(values: Readonly<Record<string, T>>): [string, T][] {
  return Object.entries(values).sort(([a], [b]) => compareText(a, b));
}
