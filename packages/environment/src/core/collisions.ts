import type { Position, Problem, ValuePath } from '../model.ts';
import { type Located, locate, valueAt } from './located.ts';
import { familyName, grafanaServiceName, ledgerKey, lokiServiceName } from './names.ts';
import { formatPath, quote } from './wording.ts';

/** What only one environment may have. Plain data: threads hand it to each other. */
export interface Claim {
  readonly environment: string;
  readonly kind: keyof typeof MESSAGES;
  /** Two claims with the same are one too many. */
  readonly identity: string;
  readonly path: string;
  readonly at: Position;
  /** What is claimed: the value at `path`, or what is made of it. */
  readonly value: string;
  /** Environments with the same are not compared: another claim says it already. */
  readonly covered?: string;
}

const MESSAGES = {
  state: ({ value }: Claim, other: Claim) =>
    `${value === other.value ? `is the state of ${other.environment} too, and a deploy of one destroys what the other has` : `lies beside the state of ${other.environment}, and both write ${quote(ledgerKey(value))}`}: give each environment a folder of its own`,
  cluster: (_: Claim, { environment }: Claim) =>
    `is the cluster of ${environment} in this account too. Services, log groups, roles and Loki's bucket are called after it, the last two whatever the region: give each environment a cluster of its own`,
  namespace: (_: Claim, { environment }: Claim) =>
    `is the namespace of ${environment} too, and in one namespace there can be one loki: give each environment its own`,
  accessPoint: (_: Claim, { environment }: Claim) =>
    `is the access point of ${environment} too, and two write-ahead logs in one folder destroy each other: give each environment its own`,
  family: ({ value }: Claim, { environment }: Claim) =>
    `makes the roles of ${quote(value)}, and so does ${environment}: choose another name`,
};

/** Where environments get into each other's way: the problems of each, by its name. */
export function collisionsBetween(claims: readonly Claim[]): ReadonlyMap<string, readonly Problem[]> {
  const found = new Map<string, Problem[]>();
  for (const group of Map.groupBy(claims, ({ identity }) => identity).values()) {
    for (const claim of group.length > 1 ? group : []) {
      const { environment, at, path, kind, covered } = claim;
      const other = group.find(
        (each) => each.environment !== environment && (covered === undefined || each.covered !== covered),
      );
      if (other === undefined) continue;
      const problem = { ...at, path, message: MESSAGES[kind](claim, other), other: other.at };
      found.set(environment, [...(found.get(environment) ?? []), problem]);
    }
  }
  return found;
}

/** What a document claims. It may be invalid otherwise: what can be read counts, for what it has deployed is there all the same. */
export function claimsOf(environment: string, tree: Located): Claim[] {
  const text = (...path: ValuePath): string => {
    const value = valueAt(tree, path);
    return typeof value === 'string' ? value : '';
  };
  const claim = (kind: Claim['kind'], path: ValuePath, value: string, scope: readonly string[], covered?: string) =>
    value === '' || scope.includes('')
      ? []
      : [
          {
            environment,
            kind,
            identity: JSON.stringify([kind, ...scope]),
            path: formatPath(path),
            at: locate(tree, path),
            value,
            ...(covered !== undefined && { covered }),
          },
        ];
  const account = text('aws', 'accountId');
  const cluster = text('cluster');
  const namespace = text('network', 'namespace');
  const key = text('state', 'key');
  const accessPoint = text('loki', 'storage', 'accessPointId');
  const partition = text('aws', 'partition') || 'aws';
  return [
    ...claim('state', ['state', 'key'], key, [partition, text('state', 'bucket'), ledgerKey(key)]),
    ...claim('cluster', ['cluster'], cluster, [account, cluster]),
    ...claim('namespace', ['network', 'namespace'], namespace, [account, text('aws', 'region'), namespace]),
    ...claim('accessPoint', ['loki', 'storage', 'accessPointId'], accessPoint, [accessPoint]),
    ...familiesOf(tree, cluster).flatMap(([family, path]) => claim('family', path, family, [account, family], cluster)),
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
