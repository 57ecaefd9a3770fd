/** Whether a text matches a pattern with `*` and `?`. */
export const matchesGlob = matcher(globExpression, 's');

/** Names of actions match in any case: `IAM:passrole` is `iam:PassRole`. */
export const matchesAction = matcher(globExpression, 'is');

/**
 * Whether an ARN matches the pattern of a Resource element. A wildcard stays within its segment, unless it ends the segment: then it
 * reaches over colons. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export const matchesResource = matcher(
  (pattern) =>
    escaped(pattern)
      .replaceAll('?', '[^:]')
      .split(/(\*+)/)
      .map((part, index, parts) => {
        if (!part.startsWith('*')) return part;
        const next = parts[index + 1] ?? '';
        return next === '' || next.startsWith(':') ? '.*' : '[^:]*';
      })
      .join(''),
  's',
);

const ARN_SEGMENTS = 6;

/** As ArnLike and ArnEquals do, which are the same: each of the six segments by itself. */
export function matchesArn(pattern: string, arn: string): boolean {
  const patterns = segments(pattern);
  const values = segments(arn);
  return patterns.length === values.length && patterns.every((each, index) => matchesGlob(each, values[index] ?? ''));
}

function segments(arn: string): string[] {
  const parts = arn.split(':');
  return [...parts.slice(0, ARN_SEGMENTS - 1), parts.slice(ARN_SEGMENTS - 1).join(':')];
}

function globExpression(pattern: string): string {
  return escaped(pattern).replaceAll('*', '.*').replaceAll('?', '.');
}

function escaped(pattern: string): string {
  return pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&');
}

/** Compiles a pattern once: a search asks for the same ones a great many times. */
function matcher(expressionOf: (pattern: string) => string, flags: string): (pattern: string, text: string) => boolean {
  const compiled = new Map<string, RegExp>();
  return (pattern, text) => {
    const known = compiled.get(pattern) ?? new RegExp(`^${expressionOf(pattern)}$`, flags);
    compiled.set(pattern, known);
    return known.test(text);
  };
}
