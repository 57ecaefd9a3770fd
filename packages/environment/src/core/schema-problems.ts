import type { z } from 'zod';
import type { Problem, ValuePath } from '../model.ts';
import { knownKeys } from './json-schema.ts';
import { type Located, locate, locateKey, valueAt } from './located.ts';
import { describeValue, didYouMean, formatPath, oneOf } from './wording.ts';

const NOUNS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'a map',
  record: 'a map',
  array: 'a list',
};

type Issue = z.core.$ZodIssue;

/** Turns what the schema complains about into problems with positions: one for each value, one for each unknown key. */
export function schemaProblems(issues: readonly Issue[], tree: Located): Problem[] {
  const problems = new Map<string, Problem>();
  const add = (problem: Problem) => {
    if (!problems.has(problem.path)) problems.set(problem.path, problem);
  };
  for (const issue of issues) {
    const path = issue.path as ValuePath;
    if (issue.code === 'unrecognized_keys') {
      const known = knownKeys(path);
      for (const key of issue.keys) {
        const message = `unknown key${didYouMean(key, known) || `; known here: ${oneOf(known)}`}`;
        add({ ...locateKey(tree, [...path, key]), path: formatPath([...path, key]), message });
      }
    } else if (issue.code === 'invalid_key') {
      const message = issue.issues[0]?.message ?? issue.message;
      add({ ...locateKey(tree, path), path: formatPath(path), message });
    } else {
      add({ ...locate(tree, path), path: formatPath(path), message: messageOf(issue, path, valueAt(tree, path)) });
    }
  }
  return [...problems.values()];
}

function messageOf(issue: Issue, path: ValuePath, value: unknown): string {
  const expected = expectation(issue);
  if (value === undefined || value === null) return `${value === null ? 'is empty' : 'is missing'}: ${expected}`;
  if (mayBeSecret(path)) return expected;
  const hint =
    issue.code === 'invalid_value' && typeof value === 'string' ? didYouMean(value, issue.values.map(String)) : '';
  if (hint) return `${expected}, not ${describeValue(value)}${hint}`;
  if (issue.code === 'invalid_type' && issue.expected === 'string' && typeof value !== 'object') {
    return `${expected}, not ${describeValue(value)}: put it in quotes`;
  }
  if (issue.code === 'custom') return issue.message;
  return typeof value === 'object' && issue.code !== 'invalid_type'
    ? expected
    : `${expected}, not ${describeValue(value)}`;
}

function expectation(issue: Issue): string {
  if (issue.code === 'invalid_type') return `expected ${NOUNS[issue.expected] ?? issue.expected}`;
  if (issue.code === 'invalid_value') return `expected ${oneOf(issue.values.map(String))}`;
  if (issue.code === 'too_small') return bound(issue.origin, issue.inclusive ? 'at least' : 'more than', issue.minimum);
  if (issue.code === 'too_big' && issue.origin !== 'string') {
    return bound(issue.origin, issue.inclusive ? 'at most' : 'less than', issue.maximum);
  }
  return issue.message;
}

function bound(origin: string, comparison: string, limit: number | bigint): string {
  if (origin !== 'array') return `expected ${comparison} ${limit}`;
  return `expected ${comparison} ${limit} ${limit === 1 ? 'item' : 'items'}`;
}

/** A password pasted where only a reference belongs must not be repeated in a job's log. */
function mayBeSecret(path: ValuePath): boolean {
  if (path[0] === 'loki' && path[1] === 'access') return true;
  return path.some((step) => /^(environment|secrets|notSecret)$|password|secret|token/i.test(String(step)));
}
