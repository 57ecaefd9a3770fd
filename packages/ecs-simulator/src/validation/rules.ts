import { asObject } from '../model/json.ts';

/** What is wrong with a value that a request has at this path, or undefined. */
export type Rule = (value: unknown, at: string) => string | undefined;

export function oneOf(...values: readonly string[]): Rule {
  return (value, at) => (values.includes(String(value)) ? undefined : `${at} must be one of [${values.join(', ')}].`);
}

/** An integer of this range, ends included. */
export function between(low: number, high = Number.MAX_SAFE_INTEGER): Rule {
  return (value, at) =>
    Number.isInteger(value) && Number(value) >= low && Number(value) <= high
      ? undefined
      : `${at} must be an integer of at least ${low}${high === Number.MAX_SAFE_INTEGER ? '' : ` and at most ${high}`}.`;
}

export function matching(pattern: RegExp): Rule {
  return (value, at) =>
    typeof value === 'string' && pattern.test(value) ? undefined : `${at} must match ${pattern.source}.`;
}

export const bool: Rule = (value, at) => (typeof value === 'boolean' ? undefined : `${at} must be true or false.`);

/** Something other than an empty string. */
export const filled: Rule = (value, at) => (value === '' ? `${at} can not be blank.` : undefined);

export function listOf(rule: Rule, most = Number.POSITIVE_INFINITY): Rule {
  return (value, at) => {
    if (!Array.isArray(value)) return `${at} must be a list.`;
    if (value.length > most) return `${at} can have at most ${most} items.`;
    return firstOf(value.map((item, index) => rule(item, `${at}[${index}]`)));
  };
}

/** An object with these members. Members without a rule pass; those that are absent do so unless they are required. */
export function members(rules: Readonly<Record<string, Rule>>, required: readonly string[] = []): Rule {
  return (value, at) => {
    const object = asObject(value);
    if (!object) return `${at} must be an object.`;
    const path = (name: string) => (at === '' ? name : `${at}.${name}`);
    const absent = required.find((name) => object[name] == null || object[name] === '');
    if (absent) return `${path(absent)} can not be blank.`;
    return firstOf(
      Object.entries(rules).map(([name, rule]) => (object[name] == null ? undefined : rule(object[name], path(name)))),
    );
  };
}

export function all(...rules: readonly Rule[]): Rule {
  return (value, at) => firstOf(rules.map((rule) => rule(value, at)));
}

function firstOf(findings: readonly (string | undefined)[]): string | undefined {
  return findings.find((finding) => finding !== undefined);
}
