import { LokiError, type Matcher, type MatchOperator } from './ast.ts';

/** RE2 as far as JavaScript can follow it: leading flags such as `(?i)` move behind the expression. */
export function compileRegex(source: string, options: { whole: boolean }): RegExp {
  const flags = /^\(\?([ims]+)\)/.exec(source);
  const body = source.slice(flags?.[0].length ?? 0).replace(/\(\?P</g, '(?<');
  // Label matchers of Prometheus and Loki match the whole value, and their dot any character.
  // Unicode mode refuses escapes such as `\-` that RE2 allows, so only classes such as `\p{L}` get it.
  const all = new Set([...(flags?.[1] ?? ''), ...(options.whole ? ['s'] : []), ...(/\\p\{/i.test(body) ? ['u'] : [])]);
  try {
    return new RegExp(options.whole ? `^(?:${body})$` : body, [...all].join(''));
  } catch (error) {
    throw new LokiError(`parse error : error parsing regexp: ${(error as Error).message}`);
  }
}

export function createMatcher(name: string, operator: MatchOperator, value: string): Matcher {
  return { name, operator, value, test: testOf(operator, value) };
}

function testOf(operator: MatchOperator, value: string): (candidate: string) => boolean {
  if (operator === '=') return (candidate) => candidate === value;
  if (operator === '!=') return (candidate) => candidate !== value;
  const regex = compileRegex(value, { whole: true });
  return operator === '=~' ? (candidate) => regex.test(candidate) : (candidate) => !regex.test(candidate);
}
