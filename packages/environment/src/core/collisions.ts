import type { Position, Problem, ValuePath } from '../model.ts';
import { type Located, locate, valueAt } from './located.ts';
import { familyName, grafanaServiceName, ledgerKey, lokiServiceName } from './names.ts';
import { formatPath, quote } from './wording.ts';

/** What only one environment may have. */
interface Claim {
  readonly path: ValuePath;
  /** Two claims with the same are one too many. */
  readonly identity: readonly string[];
  /** What is wrong when the environment `other` has claimed it as well, from the value that it has at `path`. */
  readonly message: (other: string, otherValue: unknown) => string;
  /** Environments with the same are not compared: another claim says it already. */
  readonly covered?: string;
}

interface Made extends Claim {
  readonly name: string;
  readonly at: Position;
  readonly value: unknown;
}

/**
 * Where environments get into each other's way: the problems of each, by its name. A document may be invalid otherwise: what can be read
 * of it counts, for what it has deployed is there all the same.
 */
export function collisionsOf(documents: ReadonlyMap<string, Located>): ReadonlyMap<string, readonly Problem[]> {
  const made = [...documents].flatMap(([name, tree]) =>
    claimsOf(tree)
      .filter(({ identity }) => !identity.includes(''))
      .map((claim): Made => ({ ...claim, name, at: locate(tree, claim.path), value: valueAt(tree, claim.path) })),
  );
  const found = new Map<string, Problem[]>();
  for (const group of Map.groupBy(made, ({ identity }) => JSON.stringify(identity)).values()) {
    for (const { name, at, path, message, covered } of group) {
      const other = group.find((each) => each.name !== name && (covered === undefined || each.covered !== covered));
      if (other === undefined) continue;
      const problem = { ...at, path: formatPath(path), message: message(other.name, other.value), other: other.at };
      found.set(name, [...(found.get(name) ?? []), problem]);
    }
  }
  return found;
}

function claimsOf(tree: Located): Claim[] {
  const text = (...path: ValuePath): string => {
    const value = valueAt(tree, path);
    return typeof value === 'string' ? value : '';
  };
  const account = text('aws', 'accountId');
  const cluster = text('cluster');
  const namespace = text('network', 'namespace');
  const key = text('state', 'key');
  const ledger = key === '' ? '' : ledgerKey(key);
  const accessPoint = text('loki', 'storage', 'accessPointId');
  return [
    {
      path: ['state', 'key'],
      identity: ['state', text('aws', 'partition') || 'aws', text('state', 'bucket'), ledger],
      message: (other, otherKey) =>
        `${key === otherKey ? `is the state of ${other} too, and a deploy of one destroys what the other has` : `lies beside the state of ${other}, and both write ${quote(ledger)}`}: give each environment a folder of its own`,
    },
    {
      path: ['cluster'],
      identity: ['cluster', account, cluster],
      message: (other) =>
        `is the cluster of ${other} in this account too. Services, log groups, roles and Loki's bucket are called after it, the last two whatever the region: give each environment a cluster of its own`,
    },
    {
      path: ['network', 'namespace'],
      identity: ['namespace', account, text('aws', 'region'), namespace],
      message: (other) =>
        `is the namespace of ${other} too, and in one namespace there can be one loki: give each environment its own`,
    },
    {
      path: ['loki', 'storage', 'accessPointId'],
      identity: ['access point', accessPoint],
      message: (other) =>
        `is the access point of ${other} too, and two write-ahead logs in one folder destroy each other: give each environment its own`,
    },
    ...familiesOf(tree, cluster).map(
      ([family, path]): Claim => ({
        path,
        identity: ['family', account, family],
        message: (other) => `makes the roles of ${quote(family)}, and so does ${other}: choose another name`,
        covered: cluster,
      }),
    ),
  ];
}

/** The families of task definitions, which name services and roles, with where each was given its name. */
function familiesOf(tree: Located, cluster: string): (readonly [family: string, path: ValuePath])[] {
  if (cluster === '') return [];
  const services = Object.entries(Object(valueAt(tree, ['services']))).map(([name, service]) => {
    const container: unknown = Object(service).container;
    return typeof container === 'string'
      ? ([familyName({ cluster }, container), ['services', name, 'container']] as const)
      : ([familyName({ cluster }, name), ['services', name]] as const);
  });
  const loki = [lokiServiceName({ cluster }), ['cluster']] as const;
  return [...services, loki, [grafanaServiceName({ cluster }), ['cluster']]];
}
