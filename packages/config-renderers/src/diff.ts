import { secretIn } from '@loki-adoption/secrets';
import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff';
import type { RenderedFile } from './model.ts';
import { compareText } from './text.ts';

/**
 * What changes from one rendered configuration to another, as a unified diff sorted by path; '' when nothing does. Task
 * definitions are shown line by line; configurations, rules and dashboards that variables carry are left to their own files.
 */
export function diffRendered(base: readonly RenderedFile[], head: readonly RenderedFile[]): string {
  const before = new Map(base.map((file) => [file.path, file.content]));
  const after = new Map(head.map((file) => [file.path, file.content]));
  return [...new Set([...before.keys(), ...after.keys()])]
    .sort(compareText)
    .filter((path) => before.get(path) !== after.get(path))
    .map((path) => patch(path, before.get(path), after.get(path)))
    .join('');
}

function patch(path: string, before: string | undefined, after: string | undefined): string {
  const hidden = new Map<string, number>();
  const [was, is] = [before, after].map((content) =>
    content === undefined ? undefined : readable(path, content, hidden),
  );
  if (was === is) return '';
  return createTwoFilesPatch(
    before === undefined ? '/dev/null' : `a/${path}`,
    after === undefined ? '/dev/null' : `b/${path}`,
    was ?? '',
    is ?? '',
    undefined,
    undefined,
    { context: 3, headerOptions: FILE_HEADERS_ONLY },
  );
}

/** What is hidden so far, by its value: two values stay two, and a changed one is seen to change. */
type Hidden = Map<string, number>;

function readable(path: string, content: string, hidden: Hidden): string {
  if (!/(^|\/)terraform\.tfvars\.json$/.test(path) || content === '') return content;
  const unfold = (key: string, value: unknown) => unfolded(key, value, unfold, hidden);
  try {
    return `${JSON.stringify(JSON.parse(content, unfold), null, 2)}\n`;
  } catch {
    return content;
  }
}

/** Opens JSON kept in a string, and shows of a file kept in a variable only that it is there. */
function unfolded(key: string, value: unknown, unfold: Unfold, hidden: Hidden): unknown {
  if (key === 'amp_rule_namespaces') return named(value, (name) => `rules/amp/${name}.yaml`);
  if (key === 'grafana' && hasFiles(value)) {
    return { ...value, files: named(value.files, (name) => `grafana/provisioning/${name}`) };
  }
  if (key.endsWith('container_definitions') && typeof value === 'string') return JSON.parse(value, unfold);
  if (isConfigVariable(value)) return { ...value, value: '(see CONFIG_SHA256)' };
  if (isVariable(value)) return { ...value, value: shownValue(value.name, value.value, hidden) };
  if (key === 'environment' && typeof value === 'object' && !Array.isArray(value)) {
    const entries = Object.entries(Object(value)) as [string, unknown][];
    return Object.fromEntries(entries.map(([name, each]) => [name, shownValue(name, each, hidden)]));
  }
  return value;
}

/** A secret that stood in desired state before it was refused there isn't shown again by the change that takes it out. */
function shownValue(name: string, value: unknown, hidden: Hidden): unknown {
  if (typeof value !== 'string' || secretIn(name, value) === undefined) return value;
  const number = hidden.get(value) ?? hidden.size + 1;
  hidden.set(value, number);
  return `(hidden ${number})`;
}

/** A map from names to whole files, each replaced by where it is rendered. */
function named(files: unknown, pathOf: (name: string) => string): Record<string, string> {
  return Object.fromEntries(Object.keys(Object(files)).map((name) => [name, `(see ${pathOf(name)})`]));
}

function hasFiles(value: unknown): value is { files: unknown } {
  return typeof value === 'object' && value !== null && 'files' in value;
}

type Unfold = (key: string, value: unknown) => unknown;

function isVariable(value: unknown): value is { name: string; value: unknown } {
  return (
    typeof value === 'object' && value !== null && 'value' in value && 'name' in value && typeof value.name === 'string'
  );
}

function isConfigVariable(value: unknown): value is { name: string; value: string } {
  if (!isVariable(value)) return false;
  return ['ADOT_CONFIG', 'ALLOY_CONFIG', 'LOKI_CONFIG'].includes(String(value.name));
}
