import { canonical, child, isArray, isObject, items, type Json, parseEmbedded, text } from '../../read/json.ts';
import type { ResourceChange } from '../../read/plan.ts';
import { kindOf } from '../classify.ts';
import { code, type Hit, listed, says } from './finding.ts';

/** What a change lets somebody do that nobody could do before; what was allowed already is no news. */
export function iamWidening(change: ResourceChange): Hit[] {
  if (!change.type.startsWith('aws_') || change.after === null) return [];
  return [
    ...documentsOf(change).flatMap(({ before, after, isTrust }) => widened(change, before, after, isTrust)),
    ...managedPolicies(change),
    ...unknownPolicy(change),
  ];
}

interface Documents {
  readonly before: Json | undefined;
  readonly after: Json | undefined;
  /** Who may assume a role, not what it may do. */
  readonly isTrust: boolean;
}

function documentsOf({ before, after, type }: ResourceChange): Documents[] {
  const read = (value: Json | undefined) => parseEmbedded(text(value) ?? '');
  const pairs = ['policy', 'assume_role_policy', 'access_policies'].map((attribute) => ({
    before: read(child(before, attribute)),
    after: read(child(after, attribute)),
    isTrust: attribute === 'assume_role_policy',
  }));
  const inline = (side: Json) => ({
    Statement: items(child(side, 'inline_policy')).flatMap((block) => statementsOf(read(child(block, 'policy')))),
  });
  if (type.startsWith('aws_iam_')) pairs.push({ before: inline(before), after: inline(after), isTrust: false });
  return pairs;
}

/** One allowed action on one resource by one principal. */
interface Grant {
  readonly action: string;
  readonly resource: string;
  readonly principal: string;
  readonly condition: string;
}

function widened(change: ResourceChange, old: Json | undefined, now: Json | undefined, isTrust: boolean): Hit[] {
  const kept = new Set(statementsOf(old).map((statement) => canonical(statement)));
  const changed = statementsOf(now).filter((statement) => !kept.has(canonical(statement)));
  const known = grantsOf(statementsOf(old));
  const fresh = grantsOf(changed).filter((grant) => !known.some((other) => covers(other, grant)));
  const unconditional = fresh.filter((grant) => grant.condition === '');
  const isPublic = unconditional.some((grant) => grant.principal === '*');
  if (isPublic) {
    const message = isTrust ? says`lets everybody assume the role` : says`lets everybody in (principal ${code('*')})`;
    return [{ rule: 'public-principal', severity: 'danger', message }];
  }
  if (isTrust) return old === undefined ? [] : addedTo(fresh.map((grant) => grant.principal));
  const wild = unconditional.filter(({ resource, action }) => resource === '*' && !HARMLESS.test(action));
  // A key's policy names the key itself by `*`.
  const counted = change.type === 'aws_kms_key' || change.type === 'aws_kms_key_policy' ? [] : wild;
  if (counted.some((grant) => /^(\*|\*:\*)$/.test(grant.action))) {
    return [{ rule: 'iam-admin', severity: 'danger', message: says`allows everything on every resource` }];
  }
  const hits: Hit[] = [];
  if (counted.length > 0) {
    const message = says`allows ${listed(counted.map((grant) => grant.action))} on every resource (${code('*')})`;
    hits.push({ rule: 'iam-wildcard', severity: 'warning', message });
  }
  const others = fresh.filter((grant) => !counted.includes(grant));
  if (statementsOf(old).length > 0 && others.length > 0) {
    const isHarmless = others.every(({ action }) => HARMLESS.test(action));
    const resources = listed(others.map((grant) => grant.resource));
    const message = says`now allows ${listed(others.map((grant) => grant.action))} on ${resources}`;
    hits.push({ rule: 'iam-widened', severity: isHarmless ? 'notice' : 'warning', message });
  }
  const denied = new Set(deniesOf(now));
  const lifted = deniesOf(old).filter((deny) => !denied.has(deny)).length;
  if (now !== undefined && lifted > 0) {
    const message = lifted === 1 ? says`drops 1 statement that denies` : says`drops ${lifted} statements that deny`;
    hits.push({ rule: 'iam-widened', severity: 'warning', message });
  }
  return hits;
}

function addedTo(principals: readonly string[]): Hit[] {
  if (principals.length === 0) return [];
  return [{ rule: 'iam-widened', severity: 'warning', message: says`lets ${listed(principals)} assume the role` }];
}

/** Actions that read, and those that IAM can't limit to a resource (Service Authorization Reference). */
const HARMLESS =
  /^(\w[\w-]*:(get|list|describe|head|batchget|lookup|search|query|view)|ssmmessages:|ec2messages:|cloudwatch:putmetricdata$|xray:put)/i;

function statementsOf(document: Json | undefined): readonly Json[] {
  return oneOrMore(child(document, 'Statement'));
}

/** A policy has a few; no more than these are looked at, for the time grows with their square. */
const MOST_GRANTS = 2000;

function grantsOf(statements: readonly Json[]): Grant[] {
  return statements
    .filter((statement) => child(statement, 'Effect') === 'Allow')
    .flatMap((statement) => {
      const condition = child(statement, 'Condition');
      const actions = words(child(statement, 'Action'), child(statement, 'NotAction'));
      const resources = words(child(statement, 'Resource'), child(statement, 'NotResource'));
      const principals = principalsOf(statement);
      return actions.flatMap((action) =>
        (resources.length === 0 ? [''] : resources).flatMap((resource) =>
          principals.map((principal) => ({
            action,
            resource,
            principal,
            condition: condition === undefined ? '' : canonical(condition),
          })),
        ),
      );
    })
    .slice(0, MOST_GRANTS);
}

/** All but some is as good as all. */
function words(given: Json | undefined, not: Json | undefined): string[] {
  if (not !== undefined) return ['*'];
  return oneOrMore(given).filter((word) => typeof word === 'string');
}

function principalsOf(statement: Json): string[] {
  const given = child(statement, 'Principal');
  if (child(statement, 'NotPrincipal') !== undefined || given === '*') return ['*'];
  if (!isObject(given)) return [''];
  return Object.values(given).flatMap((value) => oneOrMore(value).filter((word) => typeof word === 'string'));
}

function covers(wide: Grant, narrow: Grant): boolean {
  return (
    (wide.condition === '' || wide.condition === narrow.condition) &&
    matches(wide.action.toLowerCase(), narrow.action.toLowerCase()) &&
    matches(wide.resource, narrow.resource) &&
    (wide.principal === '*' || wide.principal === narrow.principal)
  );
}

/** Whether a pattern of IAM (`*`, `?`) takes in a text, by steps through both: a regular expression could be made to run for ever. */
function matches(pattern: string, value: string): boolean {
  let [at, star, mark] = [0, -1, 0];
  for (let i = 0; i < value.length; ) {
    if (pattern[at] === '*') {
      star = at++;
      mark = i;
    } else if (at < pattern.length && (pattern[at] === '?' || pattern[at] === value[i])) {
      at++;
      i++;
    } else if (star >= 0) {
      at = star + 1;
      i = ++mark;
    } else return false;
  }
  return /^\**$/.test(pattern.slice(at));
}

function deniesOf(document: Json | undefined): string[] {
  return statementsOf(document)
    .filter((statement) => child(statement, 'Effect') === 'Deny')
    .map((statement) => canonical(statement));
}

function managedPolicies({ before, after, type }: ResourceChange): Hit[] {
  if (!type.startsWith('aws_iam_')) return [];
  const attached = (side: Json) =>
    [child(side, 'policy_arn'), ...items(child(side, 'managed_policy_arns'))].filter((arn) => typeof arn === 'string');
  const old = attached(before);
  return attached(after)
    .filter((arn) => !old.includes(arn))
    .flatMap((arn): Hit[] => {
      const name = /^arn:[\w-]+:iam::aws:policy\/(?:.*\/)?(.+)$/.exec(arn)?.[1] ?? '';
      if (name === 'AdministratorAccess' || name === 'IAMFullAccess') {
        return [{ rule: 'iam-admin', severity: 'danger', message: says`attaches ${code(name)}` }];
      }
      const isWide = name === 'PowerUserAccess' || name.endsWith('FullAccess');
      return isWide ? [{ rule: 'iam-wildcard', severity: 'warning', message: says`attaches ${code(name)}` }] : [];
    });
}

function unknownPolicy(change: ResourceChange): Hit[] {
  const names = ['policy', 'assume_role_policy'].filter((name) => child(change.unknown, name) === true);
  if (kindOf(change) !== 'update' || names.length === 0) return [];
  const message = says`what ${code(names.join(', '))} allows is known only after the apply`;
  return [{ rule: 'iam-unknown', severity: 'notice', message }];
}

function oneOrMore(value: Json | undefined): readonly Json[] {
  if (isArray(value)) return value;
  return value === undefined || value === null || (isObject(value) && Object.keys(value).length === 0) ? [] : [value];
}
