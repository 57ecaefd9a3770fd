import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { counterNames } from './exposition.ts';

describe('counterNames', () => {
  it('lists the counters that lack _total, sorted, each once', () => {
    const text = [
      '# HELP restarts Restarts # TYPE not_a_line counter',
      '# TYPE restarts counter',
      'restarts{type="x # TYPE in_a_label counter"} 1',
      '#  TYPE\tactivity_fail  counter\r',
      '# TYPE done_total counter',
      '# TYPE restarts counter',
      '# TYPE queue gauge',
      '# TYPE latency histogram',
      '# TYPE odd untyped',
      '',
    ].join('\n');
    expect(counterNames(text, 'text/plain; version=0.0.4')).toEqual({
      format: 'text',
      families: 6,
      unsuffixed: ['activity_fail', 'restarts'],
      rewritten: [],
    });
  });

  it('keeps apart what ADOT wrote under another name than <name>_total', () => {
    const text = ['a__b', '_x', 'rule:sum', 'ends_', '"my.metric"', 'plain']
      .map((name) => `# TYPE ${name} counter\n`)
      .join('');
    const found = counterNames(text);
    expect(found.unsuffixed).toEqual(['plain']);
    expect(found.rewritten).toEqual(['_x', 'a__b', 'ends_', 'my.metric', 'rule:sum']);
  });

  it.each([
    ['its content type', '# TYPE restarts counter\nrestarts_total 1\n', 'application/openmetrics-text; version=1.0.0'],
    ['its last line', '# TYPE restarts counter\nrestarts_total 1\n# EOF\n', ''],
  ])('knows OpenMetrics by %s, where nothing is left to append', (_how, text, type) => {
    expect(counterNames(text, type)).toMatchObject({ format: 'openmetrics', families: 1, unsuffixed: [] });
  });

  it('takes any text, and finds nothing but what is written there', () => {
    const word = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/);
    fc.assert(
      fc.property(fc.array(word), fc.array(fc.string({ unit: 'binary' })), (names, noise) => {
        const lines = noise.map((line) => `x ${line.replaceAll(/[#\r\n\u2028\u2029]/g, '')}`);
        const text = [...lines, ...names.map((name) => `# TYPE ${name} counter`), ...lines].join('\n');
        expect(counterNames(text).unsuffixed).toEqual([...new Set(names)].sort());
      }),
    );
  });
});
