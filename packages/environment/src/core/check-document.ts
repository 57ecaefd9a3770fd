import type { Problem, ValuePath } from '../model.ts';
import { type Environment, type EnvironmentDocument, environmentSchema, type Service } from '../schema/environment.ts';
import { hasValue, type Located, locate, plainValue } from './located.ts';
import { draftOf, type Rule, readDraft } from './rules/draft.ts';
import { schemaProblems } from './schema-problems.ts';
import { formatPath } from './wording.ts';

/** What is wrong with a merged document; `environment` when nothing is. */
export interface CheckedDocument {
  readonly document: unknown;
  readonly environment?: Environment;
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
}

/** Checks a merged document against the schema and rules over several values, and fills in the defaults. */
export function checkDocument(name: string, tree: Located, rules: readonly Rule[]): CheckedDocument {
  const document = plainValue(tree) as Record<string, unknown>;
  const parsed = environmentSchema.safeParse(document);
  const problems = parsed.success ? [] : schemaProblems(parsed.error.issues, tree);
  const warnings: Problem[] = [];
  const environment = parsed.success ? withDefaults(name, parsed.data) : undefined;
  const isSet = (path: ValuePath): boolean => hasValue(tree, path);
  const draft = environment ? draftOf(environment, isSet) : readDraft(document, isSet);
  for (const { severity, path, message } of rules.flatMap((rule) => rule(draft))) {
    const list = severity === 'error' ? problems : warnings;
    list.push({ ...locate(tree, path), path: formatPath(path), message });
  }
  return { document, ...(environment && problems.length === 0 && { environment }), problems, warnings };
}

function withDefaults(name: string, data: EnvironmentDocument): Environment {
  const services = Object.entries(data.services).map(([key, service]): [string, Service] => [
    key,
    { ...service, name: key, container: service.container ?? key },
  ]);
  return { ...data, name, services: Object.fromEntries(services) };
}
