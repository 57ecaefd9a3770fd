import { describe, expect, test } from 'vitest';
import { createLoki } from './index.ts';
import { lokisWords } from './lokis-words.ts';

const LINE = 'jane.doe@example.com paid, it\'s "card" 4111';

const REST = "… (Loki's own log has the rest)";

describe('words of Loki stay, what it quotes goes', () => {
  test.each([
    ['too many outstanding requests\n', 'too many outstanding requests'],
    [
      'parse error at line 1, col 5: syntax error: unexpected IDENTIFIER',
      'parse error at line 1, col 5: syntax error: unexpected IDENTIFIER',
    ],
    ["Ingester isn't ready: waiting for 15s", "Ingester isn't ready: waiting for 15s"],
    ['max entries limit per query exceeded (10000 > 5000)', 'max entries limit per query exceeded (10000 > 5000)'],
    [`pipeline error: 'E' for series: '{user="${LINE}"}'. Use a label filter`, `pipeline error: ${REST}`],
    [`entry for stream '{a="${LINE}"}' has timestamp too old: 2026`, `entry for stream ${REST}`],
    [`line: "${LINE}`, `line: ${REST}`],
    [`line: '${LINE}`, `line: ${REST}`],
    [`line: \`${LINE}\n${LINE}\` is refused`, `line: ${REST}`],
    [`[${JSON.stringify(LINE)}] too long`, REST],
    [`<html><title>${LINE}</title>`, `HTML or XML of ${LINE.length + 21} characters`],
    ['refused: password=hunter2', 'refused: password=(hidden)'],
    ['', ''],
  ])('%s', (text, words) => {
    expect(lokisWords(text)).toBe(words);
  });

  test('a long explanation is cut', () => {
    expect(lokisWords(`  ${'x'.repeat(1000)}`)).toBe('x'.repeat(300));
  });
});

test('whatever Loki answers, nothing of a line is in what the client throws, its cause included', async () => {
  const streams = (result: unknown) => JSON.stringify({ status: 'success', data: { resultType: 'streams', result } });
  const whole = streams([{ stream: { a: LINE }, values: [['1', LINE]] }]);
  const answers: [string, number][] = [
    [whole.slice(0, -4), 200],
    [LINE, 200],
    [`<p>${LINE}</p>`, 200],
    [streams({ [LINE]: LINE }), 200],
    [JSON.stringify({ [LINE]: LINE, status: LINE }), 200],
    [JSON.stringify(LINE), 200],
    [whole, 400],
    [`error for "${LINE}"`, 503],
  ];
  for (const [text, status] of answers) {
    const send = async () => new Response(text, { status });
    const loki = createLoki({ url: 'http://loki', fetch: send, sleep: async () => {} });
    const range = { query: '{}', startMs: 0, endMs: 1 };
    for (const call of [loki.queryRange(range), loki.query('x', 0), loki.push([])]) {
      const error = await call.then(
        () => undefined,
        (caught: unknown) => caught as Error,
      );
      expect(`${error?.message} ${error?.cause} ${error?.stack}`, text).not.toMatch(/jane|4111|paid/);
    }
    expect((await loki.ready()).detail, text).not.toMatch(/jane|4111|paid/);
  }
});
