import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startAws } from './index.ts';

/** `node serve.ts [--port N] …`: a seeded local AWS until it gets a signal; prints its address and ids as JSON. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '0' },
      python: { type: 'string', default: join(import.meta.dirname, '../../../../.sandbox/venv/bin/python') },
      cluster: { type: 'string', default: 'temporal-dev' },
      account: { type: 'string', default: '111122223333' },
      region: { type: 'string', default: 'eu-west-1' },
      'capacity-provider': { type: 'string', default: 'temporal-dev-graviton' },
      'loki-url': { type: 'string' },
    },
  });
  const { cluster, account } = values;
  const aws = await startAws({
    pythonBin: values.python,
    stateDir: mkdtempSync(join(tmpdir(), 'sandbox-aws-')),
    port: Number(values.port),
    accountId: account,
    region: values.region,
    lokiUrl: () => values['loki-url'],
  });
  const ids = await aws.seed({
    clusterName: cluster,
    namespace: cluster,
    stateBucket: `${cluster}-state-${account}`,
    capacityProvider: values['capacity-provider'],
  });
  process.stdout.write(`${JSON.stringify({ url: aws.url, env: aws.env, ids }, null, 2)}\n`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void aws.stop());
}

await main();
