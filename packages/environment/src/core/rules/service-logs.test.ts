import { describe, expect, it } from 'vitest';
import { errors, loadSample } from '../../testing/sample.ts';

const multiline = (text: string) => `services: { worker: { logs: { multiline: { ${text} } } } }`;

describe('entries of several lines', () => {
  it.each(['"^[0-9]{4}-"', "'^\\S'", "'(?i)^\"?(info|warn)'", "'^(?P<day>[0-9]+)'"])('begin with %s', (pattern) => {
    expect(errors(multiline(`firstLine: ${pattern}`))).toEqual([]);
  });

  it.each(["'^(?!\\s)'", "'^(?<=x)y'", "'(a)\\1'", "'['", "'(?'", '""'])('refuse %s, which is no RE2', (pattern) => {
    expect(errors(multiline(`firstLine: ${pattern}`)).join()).toContain('services.worker.logs.multiline.firstLine: ');
  });

  it('have limits', () => {
    const loaded = loadSample(multiline('firstLine: ^x'));
    expect(loaded.ok && loaded.environment.services['worker']?.logs).toEqual({
      multiline: { firstLine: '^x', maxLines: 128, maxWait: 3 },
    });
    expect(errors(multiline('firstLine: ^x, maxWait: 31s')).join()).toContain('maxWait: at most 30s');
    expect(errors(multiline('firstLine: ^x, maxLines: 1')).join()).toContain('maxLines');
  });

  it('are not made unless asked for', () => {
    const loaded = loadSample('migration: { phase: baseline }');
    expect(loaded.ok && loaded.environment.services['worker']?.logs).toEqual({});
  });
});
