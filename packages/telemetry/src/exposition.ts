/** What the TYPE lines of an exporter's answer say about counters whose names lack `_total`. */
export interface CounterNames {
  /** In OpenMetrics every counter's series ends in `_total`, whatever its family is called. */
  readonly format: 'text' | 'openmetrics';
  /** Families with a TYPE line, of any type. */
  readonly families: number;
  /** Sorted. Names to which a writer for Prometheus that knows types, such as ADOT, appends `_total`. */
  readonly unsuffixed: readonly string[];
  /** Sorted. Such a writer doesn't only append `_total` to these but changes the rest of them as well. */
  readonly rewritten: readonly string[];
}

/**
 * Reads the Prometheus text format 0.0.4, or OpenMetrics 1.0, which is known by its content type or its last line. A
 * family that is listed twice counts once; what is no TYPE line is passed over.
 */
export function counterNames(exposition: string, contentType = ''): CounterNames {
  const types = new Map<string, string>();
  for (const [, name = '', type = ''] of exposition.matchAll(TYPE_LINE)) types.set(unquoted(name), type);
  const openmetrics = /^application\/openmetrics-text\b/i.test(contentType.trim()) || /^# EOF\s*$/m.test(exposition);
  const names = [...types]
    .filter(([name, type]) => type === 'counter' && !name.endsWith('_total'))
    .map(([name]) => name)
    .sort();
  return {
    format: openmetrics ? 'openmetrics' : 'text',
    families: types.size,
    unsuffixed: openmetrics ? [] : names.filter((name) => !isRewritten(name)),
    rewritten: openmetrics ? [] : names.filter(isRewritten),
  };
}

/** `# TYPE http_requests counter`; names that aren't plain are in quotes. */
const TYPE_LINE = /^#[ \t]+TYPE[ \t]+("(?:[^"\\\n]|\\.)*"|[^\s"]\S*)[ \t]+([a-z]+)[ \t\r]*$/gm;

/** Underscores are collapsed and stripped, and what isn't a letter, digit or underscore becomes one. */
function isRewritten(name: string): boolean {
  return !/^[A-Za-z][A-Za-z0-9_]*$/.test(name) || /__|_$/.test(name);
}

function unquoted(name: string): string {
  return name.startsWith('"') ? name.slice(1, -1).replaceAll(/\\(.)/g, '$1') : name;
}
