import { expect, it } from 'vitest';
import type { Environment } from '../schema/environment.ts';
import { loadSample } from '../testing/sample.ts';
import {
  bootstrapKey,
  ecsServiceName,
  grafanaServiceName,
  ledgerKey,
  logGroup,
  logGroupPrefix,
  lokiBucket,
  lokiServiceName,
  planningEnvironment,
} from './names.ts';

function sample(overlay: string): Environment {
  const loaded = loadSample(overlay);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  return loaded.environment;
}

const environment = sample(
  'cluster: shop\naws: { accountId: "111122223333" }\nservices: { worker: { container: shop-worker } }',
);

it('names a service in ECS after its container, which is its key where nothing else is said', () => {
  expect(ecsServiceName(environment, 'worker')).toBe('shop-shop-worker');
  expect(ecsServiceName(environment, 'history')).toBe('shop-history');
  expect(() => ecsServiceName(environment, 'wroker')).toThrow('has no service "wroker": it has ');
});

it('names what else runs in the cluster, and where its logs go', () => {
  expect(lokiServiceName(environment)).toBe('shop-loki');
  expect(grafanaServiceName(environment)).toBe('shop-grafana');
  expect(logGroup(environment, 'shop-worker')).toBe('/ecs/shop/shop-worker');
  expect(logGroupPrefix({ cluster: '$cluster' })).toBe('/ecs/$cluster/');
  expect(lokiBucket(environment)).toBe('shop-loki-logs-111122223333');
});

it('keeps the name of the bucket short enough for S3', () => {
  const longest = sample(`cluster: ${'c'.repeat(40)}\naws: { accountId: "111122223333" }`);
  expect(lokiBucket(longest).length).toBeLessThanOrEqual(63);
});

it.each([
  ['dev/terraform.tfstate', 'dev/'],
  ['terraform.tfstate', ''],
])('beside the state %s lie the ledger and the state of bootstrap', (key, folder) => {
  expect([ledgerKey(key), bootstrapKey(key)]).toEqual([`${folder}ledger.json`, `${folder}bootstrap.tfstate`]);
});

it('names the GitHub environment of plans', () => {
  expect(planningEnvironment('dev')).toBe('dev-plan');
});
