import type { Environment } from '@loki-adoption/environment';
import { expect, test } from 'vitest';
import { type ForecastOptions, forecast, phaseCost } from './forecast.ts';
import { renderReport } from './render.ts';
import { sample } from './sample.fixture.ts';

/** Three replicas on Fargate in Ireland, sidecars larger than before, prices of one's own, nobody left in CloudWatch. */
function replicated(): Environment {
  const environment = sample({ region: 'eu-west-1', phase: 'rollout' });
  const loki = { ...environment.loki, topology: 'replicated', replicas: 3, capacity: 'fargate' } as const;
  const prices = { logsIngest: '0.30', fargateCpu: '0.03' };
  const alloy = { ...environment.alloy, cpu: 256, memory: 384 };
  return { ...environment, loki, alloy, cost: { ...environment.cost, prices } };
}

const OPTIONS: ForecastOptions = {
  volumeGb: '2500.5',
  overrides: { endpointUsers: [] },
  sourceOf: (path) => `environments/prod/environment.yaml, ${path.at(-1)}`,
};

// What a reader sees, as a whole: a difference is reviewed like code. Rewritten by `vitest run -u`.
test.each([
  ['forecast.md', () => renderReport(forecast(sample()))],
  ['replicated.md', () => renderReport(forecast(replicated(), OPTIONS))],
  ['china.md', () => renderReport(forecast(sample({ region: 'cn-north-1', partition: 'aws-cn' })))],
  ['design.md', () => renderReport(forecast(replicated(), { assumptions: 'seed' }))],
  ['replicated.json', () => json(forecast(replicated(), OPTIONS))],
  ['phase.json', () => json(phaseCost(replicated(), OPTIONS))],
])('%s is as it was', async (name, text) => {
  await expect(text()).toMatchFileSnapshot(`golden/${name}`);
});

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
