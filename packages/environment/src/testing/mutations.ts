import fc from 'fast-check';

/** Files by path below the folder of environments. */
export type Files = Readonly<Record<string, string>>;

/** One way to break a file: `part` (0 to 1) says where, `pick` (a natural number) with what. */
type Mutation = (text: string, part: number, pick: number) => string;

const at = <T>(items: readonly T[], pick: number): T | undefined => items[pick % items.length];

/** Changes one of the places that a pattern finds. */
function change(pattern: RegExp, to: (found: string, pick: number) => string): Mutation {
  return (text, part, pick) => {
    const places = [...text.matchAll(pattern)];
    const place = places[Math.floor(part * places.length)];
    if (!place) return text;
    return text.slice(0, place.index) + to(place[0], pick) + text.slice(place.index + place[0].length);
  };
}

/** A value that stands alone behind its key. */
const VALUE = /(?<=: )[^\s{}[\],#]+/g;
const KEY = /[A-Za-z]+(?=:)/g;
const NUMBER = /(?<=[: [])[0-9]+(?=[\s,}\]])/g;
const LINE = /.*\n/g;

const OTHER_TYPES = [
  '[]',
  '[a, 1]',
  '{}',
  '{ a: 1 }',
  'true',
  'null',
  '~',
  '',
  '1',
  '-1',
  '0.5',
  '.nan',
  '"x"',
  '!!binary eA==',
  '2026-01-01',
  '|\n  x',
];
const NUMBERS = [
  '1e309',
  '-1e309',
  '.inf',
  '99999999999999999999',
  '9007199254740993',
  '-0',
  '0x1F',
  '0o17',
  '1_000',
  '1e-400',
  '007',
  '1.0e2',
  '0',
];
const LOOK_ALIKES: Readonly<Record<string, string>> = {
  a: '\u0430',
  c: '\u0441',
  e: '\u0435',
  i: '\u0456',
  k: '\uff4b',
  n: '\u0578',
  o: '\u043e',
  r: '\u0433',
  s: '\u0455',
};
const INVISIBLE = ['\u200b', '\u202e', '\ufeff', '\u00a0', '\u2028', '\0', '\x1b[31m', '\u0085', '\ud800'];
const KEYS = [
  '__proto__',
  'constructor',
  'toString',
  '<<',
  '""',
  '? [a]',
  '1',
  'null',
  'x'.repeat(200),
  '[a, b]',
  '*a',
  '&a',
  '!x y',
  '"a\\nb"',
  '- a',
  '::set-output name=x',
];
const TARGETS = [
  '../../../etc/passwd',
  '../../base.yaml',
  '/etc/passwd',
  '..',
  '.',
  '../dev',
  'environment.yaml',
  '../dev/environment.yaml',
  '../nowhere.yaml',
  'https://example.test/x.yaml',
  '"../base.yaml\\0"',
  '~/x',
  '..\\base.yaml',
  '[a]',
  '""',
  '.nan',
];

function bomb(width: number, depth: number): string {
  const levels = Array.from({ length: depth }, (_, level) => {
    const items = Array.from({ length: width }, () => (level === 0 ? 'x' : `*b${level - 1}`));
    return `b${level}: &b${level} [${items.join(', ')}]`;
  });
  return `${levels.join('\n')}\n`;
}

/** Every way to break a file that is tried. */
export const MUTATIONS: Readonly<Record<string, Mutation>> = {
  'wrong type': change(VALUE, (_found, pick) => at(OTHER_TYPES, pick) ?? ''),
  'huge or odd number': change(NUMBER, (_found, pick) => at(NUMBERS, pick) ?? ''),
  'misspelt key': change(KEY, (key, pick) => {
    const place = pick % key.length;
    return `${key.slice(0, place)}${pick % 2 === 0 ? 'x' : ''}${key.slice(place + 1)}`;
  }),
  'odd key': change(LINE, (line, pick) => `${line}${/^ */.exec(line)?.[0]}${at(KEYS, pick)}: ${pick}\n`),
  'look-alike': change(/[aceiknors]/g, (letter) => LOOK_ALIKES[letter] ?? letter),
  'invisible character': (text, part, pick) => {
    const place = Math.floor(part * text.length);
    return text.slice(0, place) + at(INVISIBLE, pick) + text.slice(place);
  },
  'repeated line': change(LINE, (line) => line + line),
  'missing line': change(LINE, () => ''),
  tab: change(/\n *(?=\S)/g, (indent, pick) => (pick % 2 === 0 ? '\n\t' : `${indent}\t`)),
  indentation: change(/\n *(?=\S)/g, (indent, pick) => `${indent}${' '.repeat(1 + (pick % 3))}`),
  extends: (text, _part, pick) => `extends: ${at(TARGETS, pick)}\n${text.replace(/^extends:.*\n/m, '')}`,
  truncated: (text, part) => text.slice(0, Math.floor(part * text.length)),
  'alias bomb': (text, part, pick) => text + bomb(2 + (pick % 9), 2 + Math.floor(part * 12)),
  'alias of itself': (text, _part, pick) =>
    `${text}${pick % 2 === 0 ? 'cost: &c { volume: *c }' : 'grafana: &g [*g, *nobody]'}\n`,
  nested: (text, part, pick) => {
    const depth = 10 + Math.floor(part * 3000);
    const value =
      pick % 2 === 0 ? `${'['.repeat(depth)}${']'.repeat(depth)}` : `${'{ a: '.repeat(depth)}1${' }'.repeat(depth)}`;
    return `${text}grafana: ${value}\n`;
  },
  large: (text, part, pick) => {
    const size = part < 0.9 ? 1024 * 1024 : 100_000;
    return pick % 2 === 0 ? `${text}#${'x'.repeat(size)}\n` : `${text}cluster: "${'\u00e9'.repeat(size / 2)}"\n`;
  },
  'several documents': (text, _part, pick) => `${text}${at(['---\n', '...\n', '%YAML 1.1\n---\n'], pick)}a: 1\n`,
  'merge key': change(LINE, (line) => `${line}${/^ */.exec(line)?.[0]}<<: { cpu: 1 }\n`),
  'lines of Windows': (text) => text.replaceAll('\n', '\r\n'),
  nothing: (_text, _part, pick) => at(['', ' \n', '# only a comment\n', 'null\n', '[]\n', 'x\n', '\ufeff'], pick) ?? '',
};

export interface Mutant {
  readonly kinds: readonly string[];
  readonly files: Files;
}

/** So many broken copies of some files, the same at every run; one to three mutations in each. */
export function mutants(files: Files, count: number, seed: number): Mutant[] {
  const step = fc.record({
    kind: fc.constantFrom(...Object.keys(MUTATIONS)),
    file: fc.constantFrom(...Object.keys(files)),
    // Without the bias to small numbers, which would break the first lines of a file again and again.
    part: fc.noBias(fc.nat(9999)).map((number) => number / 10_000),
    pick: fc.noBias(fc.nat(10_000)),
  });
  const steps = fc.oneof(
    { weight: 3, arbitrary: fc.array(step, { minLength: 1, maxLength: 1 }) },
    fc.array(step, { minLength: 2, maxLength: 3 }),
  );
  return fc.sample(steps, { numRuns: count, seed }).map((list) => {
    const mutated: Record<string, string> = { ...files };
    for (const { kind, file, part, pick } of list) {
      mutated[file] = MUTATIONS[kind]?.(mutated[file] ?? '', part, pick) ?? '';
    }
    return { kinds: list.map(({ kind }) => kind), files: mutated };
  });
}
