import { type Comparison, type Condition, LokiError, type Stage } from './ast.ts';

export type Labels = Readonly<Record<string, string>>;

/** Runs the stages over one line: the labels it ends with, or undefined when a filter drops it. */
export function runStages(
  stages: readonly Stage[],
  stream: Labels,
  metadata: Labels,
  line: string,
): Labels | undefined {
  const labels: Record<string, string> = { ...stream, ...metadata };
  const reserved = new Set(Object.keys(labels));
  for (const stage of stages) {
    if (stage.kind === 'line' && !stage.test(line)) return undefined;
    if (stage.kind === 'json') extractJson(line, labels, reserved);
    if (stage.kind === 'filter' && !holds(stage.condition, labels)) return undefined;
    if (stage.kind === 'drop') for (const name of stage.names) delete labels[name];
  }
  return labels;
}

/** Nested names joined by `_`; arrays and nulls left out; a name that the stream has gets `_extracted`. */
function extractJson(line: string, labels: Record<string, string>, reserved: ReadonlySet<string>): void {
  let parsed: unknown;
  try {
    // Numbers keep their digits: 9007199254740993 must not change.
    parsed = JSON.parse(line, ((_key: string, value: unknown, context?: { source?: string }) =>
      typeof value === 'number' ? (context?.source ?? String(value)) : value) as Parameters<typeof JSON.parse>[1]);
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
      throw new SyntaxError("Value looks like object, but can't find closing '}' symbol");
  } catch (error) {
    labels['__error__'] = 'JSONParserErr';
    labels['__error_details__'] = (error as Error).message;
    return;
  }
  const visit = (value: object, prefix: string) => {
    for (const [key, member] of Object.entries(value)) {
      const name = prefix === '' ? sanitize(key) : `${prefix}_${key.replace(/[^a-zA-Z0-9_]/g, '_')}`;
      if (typeof member === 'object' && member !== null && !Array.isArray(member)) visit(member, name);
      else if (typeof member === 'string' || typeof member === 'boolean') {
        labels[reserved.has(name) ? `${name}_extracted` : name] = String(member);
      }
    }
  };
  visit(parsed as object, '');
}

function sanitize(key: string): string {
  const name = key.trim().replace(/[^a-zA-Z0-9_]/g, '_');
  return /^\d/.test(name) ? `_${name}` : name;
}

function holds(condition: Condition, labels: Record<string, string>): boolean {
  if (condition.kind === 'pair') {
    const left = holds(condition.left, labels);
    return condition.operator === 'and'
      ? left && holds(condition.right, labels)
      : left || holds(condition.right, labels);
  }
  if (condition.kind === 'text') return condition.matcher.test(labels[condition.matcher.name] ?? '');
  const text = labels[condition.name];
  if (text === undefined) return false;
  const value = Number(text);
  if (text.trim() !== '' && !Number.isNaN(value)) return compare(condition.operator, value, condition.value);
  labels['__error__'] = 'LabelFilterErr';
  return true;
}

export function compare(operator: Comparison, left: number, right: number): boolean {
  switch (operator) {
    case '==':
      return left === right;
    case '!=':
      return left !== right;
    case '>':
      return left > right;
    case '>=':
      return left >= right;
    case '<':
      return left < right;
    case '<=':
      return left <= right;
  }
}

/** A metric over lines that a stage couldn't read would be wrong: Loki refuses it. */
export function refuseErrors(labels: Labels): void {
  const error = labels['__error__'];
  if (!error) return;
  throw new LokiError(`pipeline error: '${error}' for series: '${formatLabels(labels)}'.
Use a label filter to intentionally skip this error. (e.g | __error__!="${error}").
To skip all potential errors you can match empty errors.(e.g __error__="")
The label filter can also be specified after unwrap. (e.g | unwrap latency | __error__="" )
`);
}

/** `{a="1", b="2"}`, sorted by name. */
export function formatLabels(labels: Labels): string {
  const pairs = Object.keys(labels)
    .sort()
    .map((name) => `${name}=${JSON.stringify(labels[name])}`);
  return `{${pairs.join(', ')}}`;
}
