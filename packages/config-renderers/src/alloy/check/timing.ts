import type { Block } from '../syntax.ts';

const UNIT_MS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};

/** Pairs of arguments of which Alloy checks the order when it runs, but not when it validates; with their defaults. */
const PAIRS = [
  { component: 'prometheus.scrape', short: ['scrape_timeout', '10s'], long: ['scrape_interval', '1m'], equal: true },
  { component: 'remote.http', short: ['poll_timeout', '10s'], long: ['poll_frequency', '1m'], equal: false },
] as const;

export function timingProblems(block: Block): string[] {
  return PAIRS.filter(({ component, short, long, equal }) => {
    if (component !== block.name) return false;
    const [shorter, longer] = [milliseconds(block, short), milliseconds(block, long)];
    return equal ? shorter > longer : shorter >= longer;
  }).map(({ short, long, equal }) => `${short[0]}: has to be ${equal ? 'at most' : 'less than'} ${long[0]}`);
}

/** An argument's duration, or its default's; one that isn't a literal is not judged. */
function milliseconds(block: Block, [name, preset]: readonly [string, string]): number {
  const value = block.body.find((statement) => statement.kind === 'attribute' && statement.name === name);
  if (value?.kind !== 'attribute') return parse(preset);
  return value.value.kind === 'literal' ? parse(String(value.value.value)) : Number.NaN;
}

function parse(text: string): number {
  return [...text.matchAll(/([\d.]+)([a-zµ]+)/g)].reduce(
    (sum, [, number, unit]) => sum + Number(number) * (UNIT_MS[unit ?? ''] ?? Number.NaN),
    0,
  );
}
