import { attributes, type Block, block, object } from './syntax.ts';

/** The values of the label `level`, each with the words that loggers write for it, in small letters. */
const LEVELS = {
  trace: ['trace', 'trc', 'finest', 'finer', 'silly', '10'],
  debug: ['debug', 'dbg', 'fine', 'verbose', 'config', '20'],
  info: ['info', 'information', 'informational', 'inf', 'notice', '30'],
  warn: ['warn', 'warning', 'wrn', '40'],
  error: ['error', 'err', 'severe', '50'],
  fatal: ['fatal', 'ftl', 'critical', 'crit', 'panic', 'dpanic', 'alert', 'emerg', 'emergency', '60'],
} as const;

/** What the label says of a level that is none of these. */
const OTHER = 'unknown';

/** All values that the label can have; a line without a level has no label. */
export const LEVEL_LABELS: readonly string[] = [...Object.keys(LEVELS), OTHER];

/** Where loggers write it in JSON. The first that a line has counts. */
const FIELDS = ['level', 'severity', 'log.level', 'lvl', 'log_level', 'loglevel'];

/** Lines that a parser of JSON has nothing to do with. */
export const NOT_JSON = String.raw`{service_name=~".+"} !~ "^\\s*[{]"`;

/** A field of logfmt, for lines that are not JSON. A value longer than every word above is not a level. */
const LOGFMT = String.raw`(?i)(?:^|\s)(?:level|severity|lvl)="?(?P<logfmt>[a-z0-9]{1,16})(?:"|\s|$)`;

/**
 * Makes the label `level` of what a line says. Whatever the line says, the label is one of a fixed few: Loki refuses the
 * whole batch for a label that isn't valid UTF-8 or too long, and every new stream of any service once there are too many.
 */
export function levelStages(): Block[] {
  return [
    block('stage.json', ...attributes({ expressions: object(expressions()) })),
    block(
      'stage.match',
      ...attributes({ selector: NOT_JSON }),
      block('stage.regex', ...attributes({ expression: LOGFMT })),
    ),
    block('stage.template', ...attributes({ source: 'level', template: template() })),
    block('stage.labels', ...attributes({ values: object({ level: '' }) })),
  ];
}

/** Names in the extracted data → where they are in the line. A dot is part of a name, or goes down one. */
function expressions(): Record<string, string> {
  const quoted = FIELDS.map((field) => [nameOf(field), JSON.stringify(field)]);
  return Object.fromEntries([...quoted, ['nested', 'log.level']]);
}

function nameOf(field: string): string {
  return field.replace('.', '_dot_');
}

/** Go's template. Numbers come as numbers; an empty result leaves the line without a level. */
function template(): string {
  const found = [...FIELDS.map(nameOf), 'nested', 'logfmt'].map((name) => `.${name}`).join(' ');
  const cases = Object.entries(LEVELS).map(
    ([label, words]) => `if eq $level ${words.map((word) => `\`${word}\``).join(' ')} }}${label}`,
  );
  return (
    `{{ $found := or ${found} }}{{ if $found }}` +
    '{{ $level := ToLower (TrimSpace (printf `%v` $found)) }}' +
    `{{ ${cases.join('{{ else ')}{{ else }}${OTHER}{{ end }}{{ end }}`
  );
}
