import { child, items, type Json } from '../../read/json.ts';
import type { ResourceChange } from '../../read/plan.ts';
import { kindOf } from '../classify.ts';
import { becomes, code, type Hit, listed, type Part, says } from './finding.ts';

const EVERYWHERE = ['0.0.0.0/0', '::/0'];

/** What opens to everybody by this change; what was open before is no news. */
export function exposure(change: ResourceChange): Hit[] {
  return [...openIngress(change), ...publicBucket(change), ...publicEndpoint(change)];
}

function openIngress(change: ResourceChange): Hit[] {
  const old = openings(change, change.before);
  const fresh = [...openings(change, change.after)].filter(([name]) => !old.has(name));
  return fresh.map(([, opening]) => ({ rule: 'open-ingress', severity: 'warning', message: says`lets in ${opening}` }));
}

function openings({ type }: ResourceChange, side: Json): ReadonlyMap<string, readonly Part[]> {
  const isGroup = type === 'aws_security_group' || type === 'aws_default_security_group';
  const isRule =
    type === 'aws_vpc_security_group_ingress_rule' ||
    (type === 'aws_security_group_rule' && child(side, 'type') === 'ingress');
  const blocks = isGroup ? items(child(side, 'ingress')) : isRule ? [side] : [];
  const found = blocks.flatMap((block) => {
    const ranges = [
      ...items(child(block, 'cidr_blocks')),
      ...items(child(block, 'ipv6_cidr_blocks')),
      child(block, 'cidr_ipv4'),
      child(block, 'cidr_ipv6'),
    ];
    const open = EVERYWHERE.filter((range) => ranges.includes(range));
    return open.map((range) => says`${code(range)}${portsOf(block)}`);
  });
  return new Map(found.map((opening) => [JSON.stringify(opening), opening]));
}

function portsOf(block: Json): Part[] {
  const [from, to] = [child(block, 'from_port'), child(block, 'to_port')];
  if (String(child(block, 'protocol') ?? child(block, 'ip_protocol')) === '-1') return says` on every port`;
  if (typeof from !== 'number' || typeof to !== 'number') return [];
  return from === to ? says` on port ${from}` : says` on ports ${from} to ${to}`;
}

const BLOCKS = ['block_public_acls', 'block_public_policy', 'ignore_public_acls', 'restrict_public_buckets'];

function publicBucket(change: ResourceChange): Hit[] {
  const { type, before, after } = change;
  if (type === 'aws_s3_bucket_public_access_block') {
    const isGone = kindOf(change) === 'delete' || kindOf(change) === 'forget';
    const opened = BLOCKS.filter((name) => child(after, name) === false && child(before, name) !== false);
    if (!isGone && opened.length === 0) return [];
    const message = isGone ? says`no longer blocks public access` : says`switches off ${listed(opened)}`;
    return [{ rule: 'public-bucket', severity: 'warning', message }];
  }
  if (type !== 'aws_s3_bucket' && type !== 'aws_s3_bucket_acl') return [];
  const acl = child(after, 'acl');
  const isPublic = typeof acl === 'string' && acl.startsWith('public-') && child(before, 'acl') !== acl;
  return isPublic
    ? [{ rule: 'public-bucket', severity: 'danger', message: says`gives everybody access (${code(acl)})` }]
    : [];
}

function publicEndpoint(change: ResourceChange): Hit[] {
  const { type, before, after } = change;
  const hit = (severity: Hit['severity'], message: readonly Part[]): Hit[] => [
    { rule: 'public-endpoint', severity, message },
  ];
  if (becomes(change, 'publicly_accessible', true)) return hit('danger', says`gets a public address`);
  if (type === 'aws_lambda_function_url' && becomes(change, 'authorization_type', 'NONE')) {
    return hit('danger', says`can be called by everybody`);
  }
  if ((type === 'aws_lb' || type === 'aws_alb' || type === 'aws_elb') && becomes(change, 'internal', false)) {
    return hit('warning', says`faces the internet`);
  }
  const assigns = (side: Json) =>
    items(child(side, 'network_configuration')).some((block) => child(block, 'assign_public_ip') === true);
  return assigns(after) && !assigns(before) ? hit('warning', says`gives its tasks public addresses`) : [];
}
