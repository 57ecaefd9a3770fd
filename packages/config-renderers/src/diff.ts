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
  const [was, is] = [before, after].map((content) => (content === undefined ? undefined : readable(path, content)));
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

function readable(path: string, content: string): string {
  if (!/(^|\/)terraform\.tfvars\.json$/.test(path) || content === '') return content;
  try {
    return `${JSON.stringify(JSON.parse(content, unfold), null, 2)}\n`;
  } catch {
    return content;
  }
}

/** Opens JSON kept in a string, and shows of a file kept in a variable only that it is there. */
function unfold(key: string, value: unknown): unknown {
  if (key === 'amp_rule_namespaces') return named(value, (name) => `rules/amp/${name}.yaml`);
  if (key === 'grafana' && hasFiles(value)) {
    return { ...value, files: named(value.files, (name) => `grafana/provisioning/${name}`) };
  }
  if (key.endsWith('container_definitions') && typeof value === 'string') return JSON.parse(value, unfold);
  if (isConfigVariable(value)) return { ...value, value: '(see CONFIG_SHA256)' };
  return value;
}

/** A map from names to whole files, each replaced by where it is rendered. */
function named(files: unknown, pathOf: (name: string) => string): Record<string, string> {
  return Object.fromEntries(Object.keys(Object(files)).map((name) => [name, `(see ${pathOf(name)})`]));
}

function hasFiles(value: unknown): value is { files: unknown } {
  return typeof value === 'object' && value !== null && 'files' in value;
}

function isConfigVariable(value: unknown): value is { name: string; value: string } {
  if (typeof value !== 'object' || value === null || !('name' in value) || !('value' in value)) return false;
  return ['ADOT_CONFIG', 'ALLOY_CONFIG', 'LOKI_CONFIG'].includes(String(value.name));
}
