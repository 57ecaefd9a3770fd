import { UserError } from '@loki-adoption/errors';
import { describe, expect, test } from 'vitest';
import { sample } from './core/sample.fixture.ts';
import type { Inputs } from './inputs.ts';
import { report } from './main.ts';
import type { IssueComment, Ports } from './ports.ts';

function world(environment = sample()) {
  const files = new Map<string, string>();
  const seen = {
    files,
    summary: '',
    outputs: {} as Readonly<Record<string, string>>,
    comments: [] as IssueComment[],
    log: [] as string[],
  };
  const ports: Ports = {
    loadEnvironment: () => ({ environment, sourceOf: (path) => `base.yaml:${path.length}` }),
    writeFile: (name, text) => {
      files.set(name, text);
      return `/tmp/${name}`;
    },
    keepComment: async (comment) => {
      seen.comments.push(comment);
      return 'https://example.test/1';
    },
    writeSummary: (markdown) => {
      seen.summary += markdown;
    },
    setOutputs: (outputs) => {
      seen.outputs = outputs;
    },
    info: (message) => seen.log.push(message),
    warning: (message) => seen.log.push(`warning: ${message}`),
  };
  return { seen, ports };
}

const INPUTS: Inputs = {
  environment: { name: 'sample', root: 'environments' },
  assumptions: undefined,
  failOn: 'none',
  comment: undefined,
};

describe('the action', () => {
  test('writes the report, its JSON twin, the summary and the outputs', async () => {
    const { seen, ports } = world();
    await report({ ...INPUTS, assumptions: 'seed' }, ports);
    expect(seen.outputs).toEqual({
      verdict: 'pass',
      'cloudwatch-monthly': '34.50',
      'loki-monthly': '11.69',
      'saving-percent': '66.12',
      'report-file': '/tmp/cost-report-sample.md',
    });
    expect(seen.summary).toBe(seen.files.get('cost-report-sample.md'));
    expect(JSON.parse(seen.files.get('cost-report-sample.json') ?? '')).toMatchObject({ loki: { total: '11.69' } });
    expect(seen.comments).toEqual([]);
  });

  test('keeps one comment of the issue, found by the environment', async () => {
    const { seen, ports } = world();
    await report({ ...INPUTS, comment: { issue: 7, token: 't' } }, ports);
    expect(seen.comments).toMatchObject([{ issue: 7, marker: '<!-- loki-adoption:cost environment=sample -->' }]);
  });

  test('says of your own price where it is declared', async () => {
    const environment = sample();
    const { seen, ports } = world({ ...environment, cost: { ...environment.cost, prices: { node: '0.10' } } });
    await report(INPUTS, ports);
    expect(seen.summary).toContain('your price, base.yaml:3 |');
  });

  test('a missed budget fails the step only when asked to, and after everything is written', async () => {
    const { seen, ports } = world();
    await report(INPUTS, ports);
    expect(seen.log.join()).toContain('warning: sample: saving 27 %, budget 50 % (fail)');
    const strict = world();
    await expect(
      report({ ...INPUTS, failOn: 'budget', comment: { issue: 7, token: 't' } }, strict.ports),
    ).rejects.toThrow(UserError);
    expect(strict.seen.outputs['verdict']).toBe('fail');
    expect(strict.seen.comments).toHaveLength(1);
  });

  test('unknown costs leave their outputs empty and do not meet a budget', async () => {
    const { seen, ports } = world(sample({ region: 'cn-north-1', partition: 'aws-cn' }));
    await expect(report({ ...INPUTS, failOn: 'budget' }, ports)).rejects.toThrow(/unknown/);
    expect(seen.outputs).toMatchObject({ verdict: 'unknown', 'loki-monthly': '', 'saving-percent': '' });
  });
});
