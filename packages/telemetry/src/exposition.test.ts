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

  it.each([
    ['a content type that only contains the word', '', 'text/plain; was=application/openmetrics-text'],
    ['a content type that only begins like it', '', 'application/openmetrics-textual'],
    ['a comment that ends in EOF', '# HELP x Reads until # EOF\n', ''],
    ['a line that goes on after EOF', '# EOF is not here\n', ''],
  ])('is not led by %s to think of OpenMetrics', (_, more, type) => {
    expect(counterNames(`# TYPE restarts counter\n${more}`, type)).toEqual({
      format: 'text',
      families: 1,
      unsuffixed: ['restarts'],
      rewritten: [],
    });
  });

  it.each(['# EOF', '# EOF\n', '# EOF \t\r\n', '# EOF\n\n'])(
    'knows OpenMetrics by %j, and finds nothing to rewrite',
    (end) => {
      expect(counterNames(`# TYPE a__b counter\n# TYPE x counter\n${end}`)).toEqual({
        format: 'openmetrics',
        families: 2,
        unsuffixed: [],
        rewritten: [],
      });
    },
  );

  it('reads the content type however it is written', () => {
    expect(counterNames('', ' Application/OpenMetrics-Text;version=1.0.0').format).toBe('openmetrics');
  });

  it('reads quoted names with what is escaped in them, and no line that is broken', () => {
    const text = [
      '# TYPE "a\\"b" counter',
      '# TYPE "" counter',
      '# TYPE   "with space"   counter   ',
      '# TYPE ends" counter',
      '# TYPE "open counter',
      '# TYPE restarts counter and more',
      '# TYPE restarts Counter',
      '# TYPE restarts',
      '#TYPE restarts counter',
    ].join('\n');
    const { rewritten, unsuffixed, families } = counterNames(text);
    expect([...rewritten, ...unsuffixed]).toEqual(['', 'a"b', 'ends"', 'with space']);
    expect(families).toBe(4);
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
