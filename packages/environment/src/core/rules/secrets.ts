import { secretIn } from '@loki-adoption/secrets';
import type { ValuePath } from '../../model.ts';
import { type Draft, error, type Finding } from './draft.ts';

/** Values of a container that anybody may read who may read the repository, the task definition or the plan role's answers. */
interface Values {
  readonly path: ValuePath;
  readonly environment: Readonly<Record<string, string>>;
  /** Words of its entry point and command. */
  readonly words: readonly (readonly [path: ValuePath, text: string])[];
  readonly notSecret: Readonly<Record<string, string>>;
}

/** A secret belongs into a secret store: desired state names it by its ARN. */
export function valuesAreNoSecrets(draft: Draft): Finding[] {
  return valuesOf(draft).flatMap(({ path, environment, words, notSecret }) => {
    const named = Object.entries(environment).flatMap(([name, value]) => {
      const found = secretIn(name, value);
      if (found === undefined || (!found.certain && Object.hasOwn(notSecret, name))) return [];
      const way = found.certain ? '' : ', or, if it is none, say why in notSecret';
      return [
        error(
          [...path, 'environment', name],
          `holds ${found.what}, and many may read it here: change it, keep it in Secrets Manager, and name its ARN in secrets${way}`,
        ),
      ];
    });
    const written = words.flatMap(([where, text]) => {
      const found = secretIn('', text);
      if (found === undefined) return [];
      return [
        error(
          where,
          `holds ${found.what}, and many may read it here: change it, and hand it over as a variable of secrets`,
        ),
      ];
    });
    return [...named, ...written];
  });
}

/** An exception that names nothing would excuse what comes later. */
export function notSecretNamesValues(draft: Draft): Finding[] {
  return valuesOf(draft).flatMap(({ path, environment, notSecret }) =>
    Object.keys(notSecret)
      .filter((name) => secretIn(name, environment[name] ?? '') === undefined)
      .map((name) => error([...path, 'notSecret', name], 'excuses nothing: no value of this name looks like a secret')),
  );
}

function valuesOf({ services, grafana }: Draft): Values[] {
  const found = [...services].map(([name, { environment, notSecret, entryPoint = [], command = [] }]): Values => {
    const path = ['services', name];
    const words = Object.entries({ entryPoint, command }).flatMap(([key, texts]) =>
      texts.map((text, index): [ValuePath, string] => [[...path, key, index], text]),
    );
    return { path, environment, words, notSecret };
  });
  if (grafana?.service === undefined) return found;
  // Another rule says of the administrator's password where it belongs.
  const { GF_SECURITY_ADMIN_PASSWORD: _, ...environment } = grafana.service.environment;
  const { notSecret } = grafana.service;
  return [...found, { path: ['grafana', 'service'], environment, words: [], notSecret }];
}
