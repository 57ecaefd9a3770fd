import type { ValuePath } from '../../model.ts';
import { OPERATOR, PROBE, READER } from '../loki-users.ts';
import { type Draft, error, type Finding, warning } from './draft.ts';

const PUSH = 'loki.access.push';

/** Where every service pushes with a password, each has one, and so have those who read. */
export function perServiceNeedsPasswords({ loki, services }: Draft): Finding[] {
  if (loki?.access.push !== 'perService') return [];
  const without = [...services].filter(([, each]) => each.collector !== 'none' && each.lokiPassword === undefined);
  return [
    ...(loki.access.reader === undefined
      ? [
          error(
            ['loki', 'access', 'reader'],
            'is missing: with push: perService, who queries and who pushes are told apart',
          ),
        ]
      : []),
    ...without.map(([name]) =>
      error(
        ['services', name, 'lokiPassword'],
        `is missing: with ${PUSH}: perService, Loki takes no line without a password. Set push to either until every sidecar that runs has one`,
      ),
    ),
  ];
}

/** A password that nobody asks for looks like protection. */
export function passwordsAreAskedFor({ loki, services }: Draft): Finding[] {
  if (loki?.access.push !== 'open') return [];
  return [...services]
    .filter(([, each]) => each.lokiPassword !== undefined)
    .map(([name]) => warning(['services', name, 'lokiPassword'], `is not used: ${PUSH} is open`));
}

/** Deletion needs a password: without one, any task could delete the traces of what it did. */
export function deletionNeedsOperator({ loki }: Draft): Finding[] {
  if (loki?.deletion !== 'filter-and-delete' || loki.access.operator !== undefined) return [];
  const message = 'filter-and-delete needs loki.access.operator: without a password every task could delete lines';
  return [error(['loki', 'deletion'], message)];
}

/** Whoever has a password that two users share can act as either. */
export function passwordsAreTheirOwn({ loki, services }: Draft): Finding[] {
  const taken = new Map<string, string>();
  return passwordsOf(loki, services).flatMap(([path, arn]) => {
    const other = taken.get(arn);
    taken.set(arn, other ?? path.join('.'));
    return other === undefined
      ? []
      : [error(path, `is the password of ${other} too: who has one of both could be the other`)];
  });
}

/** The gateway knows services and its own users by name, so no service may have a user's. */
export function serviceNamesAreFree({ services, unreadable }: Draft): Finding[] {
  return [...services.keys(), ...unreadable]
    .filter((name) => [READER, OPERATOR, PROBE].includes(name))
    .map((name) => error(['services', name], `${name} is a user of Loki's gateway: call the service something else`));
}

function passwordsOf(loki: Draft['loki'], services: Draft['services']): [ValuePath, string][] {
  const all: [ValuePath, string | undefined][] = [
    [['loki', 'access', 'reader'], loki?.access.reader],
    [['loki', 'access', 'operator'], loki?.access.operator],
    ...[...services].map(([name, each]): [ValuePath, string | undefined] => [
      ['services', name, 'lokiPassword'],
      each.lokiPassword,
    ]),
  ];
  return all.flatMap(([path, arn]) => (arn === undefined ? [] : [[path, arn] as [ValuePath, string]]));
}
