import type { ValuePath } from '../../model.ts';
import {
  type Environment,
  type EnvironmentDocument,
  environmentSchema,
  type Service,
  serviceSchema,
} from '../../schema/environment.ts';

/**
 * As much of an environment as is valid by itself, so that rules still speak when something else is wrong: a section or
 * service that the schema refuses is left out.
 */
export type Draft = Partial<Omit<EnvironmentDocument, 'services'>> & {
  readonly services: ReadonlyMap<string, Service>;
  /** Services that are described, but not validly. */
  readonly unreadable: ReadonlySet<string>;
  /** Whether a file sets the value at this path: a default isn't what somebody wrote. */
  readonly isSet: (path: ValuePath) => boolean;
};

/** What a rule has to say about one value. A warning doesn't stop anything. */
export interface Finding {
  readonly severity: 'error' | 'warning';
  readonly path: ValuePath;
  readonly message: string;
}

/** One rule over several values: what the schema, which sees one value at a time, can't check. */
export type Rule = (draft: Draft) => readonly Finding[];

export function error(path: ValuePath, message: string): Finding {
  return { severity: 'error', path, message };
}

export function warning(path: ValuePath, message: string): Finding {
  return { severity: 'warning', path, message };
}

/** All of a document that the schema finds nothing wrong with. */
export function draftOf({ name: _name, services, ...sections }: Environment, isSet: Draft['isSet']): Draft {
  return { ...sections, services: new Map(Object.entries(services)), unreadable: new Set(), isSet };
}

/** The valid sections and services of a merged document that has something wrong with it. */
export function readDraft(document: Readonly<Record<string, unknown>>, isSet: Draft['isSet']): Draft {
  const { services: _services, ...sections } = environmentSchema.shape;
  const valid: Record<string, unknown> = {};
  for (const [key, schema] of Object.entries(sections)) {
    const result = schema.safeParse(document[key]);
    if (result.success) valid[key] = result.data;
  }
  const services = new Map<string, Service>();
  const unreadable = new Set<string>();
  for (const [name, value] of Object.entries(Object(document['services']))) {
    const result = serviceSchema.safeParse(value);
    if (result.success) services.set(name, { ...result.data, name, container: result.data.container ?? name });
    else unreadable.add(name);
  }
  return { ...valid, services, unreadable, isSet };
}
