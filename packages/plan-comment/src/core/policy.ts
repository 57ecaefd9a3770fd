import { destroys, kindOf } from './classify.ts';
import { child, isArray, isObject, items, type Json, parseEmbedded, text } from './json.ts';
import type { Plan, ResourceChange } from './plan.ts';

export type Severity = 'danger' | 'warning' | 'notice';

export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  /** One sentence; what stands between backticks is code. */
  readonly message: string;
  readonly addresses: readonly string[];
}

export const SEVERITIES: readonly Severity[] = ['danger', 'warning', 'notice'];

type Hit = Omit<Finding, 'addresses'>;
type Rule = (change: ResourceChange) => Hit[];

const RULES: readonly Rule[] = [destroyedData, openIngress, wildcardPolicy, looseImages];

/** What a reviewer must not miss, the worst first; the same finding at several resources is one. */
export function findProblems(plans: readonly Plan[]): Finding[] {
  const found = new Map<string, Finding & { addresses: string[] }>();
  const add = (hit: Hit, address: string) => {
    const key = `${hit.rule} ${hit.message}`;
    const known = found.get(key);
    if (!known) found.set(key, { ...hit, addresses: [address] });
    else if (!known.addresses.includes(address)) known.addresses.push(address);
  };
  for (const plan of plans) {
    for (const change of plan.changes.filter((candidate) => kindOf(candidate) !== 'no-op')) {
      for (const rule of RULES) for (const hit of rule(change)) add(hit, change.address);
    }
    for (const check of plan.failedChecks) add({ rule: 'check', severity: 'warning', message: check }, plan.source);
  }
  return [...found.values()].sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
}

const DATA_HOLDERS: ReadonlyMap<string, { rule: string; what: string }> = new Map([
  ['aws_cloudwatch_log_group', { rule: 'log-group-destroyed', what: 'the log group and every line in it' }],
  ['aws_s3_bucket', { rule: 'bucket-destroyed', what: 'the bucket and what it holds' }],
  ['aws_efs_file_system', { rule: 'data-destroyed', what: 'the file system and what it holds' }],
  ['aws_ebs_volume', { rule: 'data-destroyed', what: 'the volume and what it holds' }],
  ['aws_prometheus_workspace', { rule: 'data-destroyed', what: 'the workspace and its metrics' }],
]);

function destroyedData(change: ResourceChange): Hit[] {
  const holder = DATA_HOLDERS.get(change.type);
  if (!holder || change.mode !== 'managed' || !destroys(change)) return [];
  return [{ rule: holder.rule, severity: 'danger', message: `destroys ${holder.what}` }];
}

const EVERYWHERE = ['0.0.0.0/0', '::/0'];

function openIngress(change: ResourceChange): Hit[] {
  const { after, type } = change;
  const blocks: readonly (Json | undefined)[] =
    type === 'aws_security_group' || type === 'aws_default_security_group'
      ? items(child(after, 'ingress'))
      : type === 'aws_vpc_security_group_ingress_rule' ||
          (type === 'aws_security_group_rule' && child(after, 'type') === 'ingress')
        ? [after]
        : [];
  const ranges = blocks.flatMap((block) => [
    ...items(child(block, 'cidr_blocks')),
    ...items(child(block, 'ipv6_cidr_blocks')),
    child(block, 'cidr_ipv4'),
    child(block, 'cidr_ipv6'),
  ]);
  return EVERYWHERE.filter((range) => ranges.includes(range)).map((range) => ({
    rule: 'open-ingress',
    severity: 'warning',
    message: `lets in \`${range}\``,
  }));
}

/** Actions that read, and those that IAM can't limit to a resource (Service Authorization Reference). */
const HARMLESS =
  /^(\w[\w-]*:(get|list|describe|head|batchget|lookup|search|query|view)|ssmmessages:|ec2messages:|cloudwatch:putmetricdata$|xray:put)/i;

function wildcardPolicy(change: ResourceChange): Hit[] {
  if (!/^aws_(iam|s3_bucket|kms|sqs|sns).*(policy|role|user|group|key)/.test(change.type)) return [];
  const documents = [
    child(change.after, 'policy'),
    ...items(child(change.after, 'inline_policy')).map((block) => child(block, 'policy')),
  ];
  return documents.flatMap((document) => {
    const policy = parseEmbedded(text(document) ?? '');
    return oneOrMore(child(policy, 'Statement')).flatMap((statement) => wildcardStatement(statement));
  });
}

function wildcardStatement(statement: Json): Hit[] {
  if (child(statement, 'Effect') !== 'Allow' || child(statement, 'Condition') !== undefined) return [];
  if (!oneOrMore(child(statement, 'Resource')).includes('*')) return [];
  const actions = oneOrMore(child(statement, 'Action')).filter((action) => typeof action === 'string');
  const mutating = actions.filter((action) => !HARMLESS.test(action));
  if (mutating.length === 0) return [];
  const shown = mutating
    .slice(0, 3)
    .map((action) => `\`${action}\``)
    .join(', ');
  const more = mutating.length > 3 ? ` and ${mutating.length - 3} more` : '';
  return [{ rule: 'iam-wildcard', severity: 'warning', message: `allows ${shown}${more} on every resource (\`*\`)` }];
}

function looseImages(change: ResourceChange): Hit[] {
  if (change.type !== 'aws_ecs_task_definition') return [];
  const containers = items(parseEmbedded(text(child(change.after, 'container_definitions')) ?? ''));
  return containers.flatMap((container): Hit[] => {
    const image = text(child(container, 'image'));
    if (image === undefined || image.includes('@sha256:')) return [];
    const tag = /:([^:/]+)$/.exec(image)?.[1];
    if (tag === undefined || tag === 'latest') {
      return [{ rule: 'image-latest', severity: 'warning', message: `image \`${image}\` has no fixed version` }];
    }
    return [{ rule: 'image-digest', severity: 'notice', message: `image \`${image}\` has no digest` }];
  });
}

function oneOrMore(value: Json | undefined): readonly Json[] {
  if (isArray(value)) return value;
  return value === undefined || value === null || (isObject(value) && Object.keys(value).length === 0) ? [] : [value];
}
