import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startAws } from './index.ts';

const python = join(import.meta.dirname, '../../../../.sandbox/venv/bin/python');
const reason = existsSync(python) ? '' : ' (SKIPPED: no .sandbox/venv with python/requirements.txt)';

it.skipIf(reason !== '')(
  `starts, seeds and stops a local AWS with moto behind it${reason}`,
  { timeout: 120_000 },
  async () => {
    const stateDir = mkdtempSync(join(tmpdir(), 'aws-'));
    const aws = await startAws({ pythonBin: python, stateDir, accountId: '111122223333', region: 'eu-west-1' });
    try {
      const ids = await aws.seed({
        clusterName: 'temporal-dev',
        namespace: 'temporal-dev',
        stateBucket: 'temporal-dev-state-111122223333',
        capacityProvider: 'graviton',
      });
      expect(ids).toMatchObject({ vpcId: expect.stringMatching(/^vpc-/), workspaceId: expect.stringMatching(/^ws-/) });
      expect(ids.subnetIds).toHaveLength(2);
      const identity = await fetch(aws.url, {
        method: 'POST',
        headers: {
          authorization: 'AWS4-HMAC-SHA256 Credential=k/20260101/eu-west-1/sts/aws4_request, SignedHeaders=host',
          'content-type': 'application/x-www-form-urlencoded',
        },
        body: 'Action=GetCallerIdentity&Version=2011-06-15',
      });
      expect(await identity.text()).toContain('<Account>111122223333</Account>');
      const resources = await fetch(`${aws.url}/_sandbox/resources`);
      expect(await resources.json()).toMatchObject({ seeded: [ids] });
      expect(aws.ecs.state()).toMatchObject({
        clusters: [{ clusterName: 'temporal-dev', capacityProviders: ['graviton', 'FARGATE'] }],
      });
    } finally {
      await aws.stop();
    }
    await expect(fetch(aws.url)).rejects.toThrow();
  },
);
