import { child, items, type Json, text } from './json.ts';

/** One problem of a check, a condition or a validation that doesn't hold. */
export interface Check {
  /** Of the instance that fails. */
  readonly address: string;
  /** As its author wrote it, of several lines maybe. */
  readonly message: string;
}

export interface Checks {
  readonly passed: number;
  /** Known only after the apply. */
  readonly unknown: number;
  /** How many don't hold. */
  readonly failures: number;
  readonly failed: readonly Check[];
}

export function checksOf(checks: Json | undefined): Checks {
  const withStatus = (...wanted: string[]) => items(checks).filter((check) => wanted.includes(statusOf(check)));
  const failed = withStatus('fail', 'error');
  return {
    passed: withStatus('pass').length,
    unknown: withStatus('unknown').length,
    failures: failed.length,
    failed: failed.flatMap(problemsOf),
  };
}

function problemsOf(check: Json): Check[] {
  const address = addressOf(check) ?? 'check';
  const instances = items(child(check, 'instances')).filter(
    (each) => /^(fail|error)$/.test(statusOf(each)) || hasProblems(each),
  );
  const problems = instances.flatMap((instance) => {
    const place = addressOf(instance) ?? address;
    const messages = items(child(instance, 'problems')).map((problem) => text(child(problem, 'message')) ?? '');
    return (messages.length === 0 ? [wordsFor(instance)] : messages).map((message) => ({ address: place, message }));
  });
  return problems.length > 0 ? problems : [{ address, message: wordsFor(check) }];
}

function hasProblems(instance: Json): boolean {
  return items(child(instance, 'problems')).length > 0;
}

function addressOf(entry: Json): string | undefined {
  return text(child(child(entry, 'address'), 'to_display'));
}

function statusOf(entry: Json): string {
  return text(child(entry, 'status')) ?? '';
}

function wordsFor(entry: Json): string {
  return statusOf(entry) === 'error' ? 'can’t be evaluated' : 'doesn’t hold';
}
