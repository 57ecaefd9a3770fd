import { renderEnvironment } from '@loki-adoption/config-renderers';
import type { Environment, LoadedEnvironment, Problem, ValuePath } from '@loki-adoption/environment';
import { UserError } from '@loki-adoption/errors';

/** Characters from which on a variable matters to the 64 KiB of its task definition. */
const LARGE = 4096;

/**
 * What a valid environment asks too much of when it is rendered, such as a task definition of more than 64 KiB, each where it was
 * set. One problem for each service.
 */
export function renderProblems({ environment, locate }: LoadedEnvironment): Problem[] {
  const problems: Problem[] = [];
  let left = environment;
  for (;;) {
    const refused = refusal(left);
    if (refused === undefined) return problems;
    const { service, path, message } = parseMessage(refused);
    problems.push({ ...locate(culprit(environment, service) ?? path), path: path.join('.'), message });
    if (service === undefined || !Object.hasOwn(left.services, service)) return problems;
    const { [service]: _refused, ...others } = left.services;
    left = { ...left, services: others };
  }
}

function refusal(environment: Environment): string | undefined {
  try {
    renderEnvironment(environment);
    return undefined;
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
}

/** The renderers begin a message with the path that it is about, and the variant of its task definition. */
function parseMessage(text: string): { service: string | undefined; path: string[]; message: string } {
  const match =
    /^(?:services\.(?<service>[a-z0-9-]+)|(?<section>[a-z]+))(?: \((?<variant>[a-z]+)\))?: (?<rest>.*)$/s.exec(text);
  const { service, section, variant, rest } = match?.groups ?? {};
  if (rest === undefined) return { service: undefined, path: [], message: text };
  const path = service === undefined ? [section ?? ''] : ['services', service];
  return { service, path, message: variant === undefined ? rest : `${variant}: ${rest}` };
}

/** The largest variable of a service: nothing else makes a task definition large. */
function culprit({ services }: Environment, name: string | undefined): ValuePath | undefined {
  const variables = name === undefined ? [] : Object.entries(services[name]?.environment ?? {});
  const [largest] = variables.sort(([, a], [, b]) => b.length - a.length);
  return name === undefined || largest === undefined || largest[1].length < LARGE
    ? undefined
    : ['services', name, 'environment', largest[0]];
}
