import { existsSync, mkdtempSync, rmSync } from 'node:fs';
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
        securityGroupIds: ['sg-0abc', 'sg-0def'],
        roleNames: ['grafana'],
      });
      expect(ids).toMatchObject({ vpcId: expect.stringMatching(/^vpc-/), workspaceId: expect.stringMatching(/^ws-/) });
      expect(ids.subnetIds).toHaveLength(2);
      const ask = async (service: string, body: string) => {
        const authorization = `AWS4-HMAC-SHA256 Credential=k/20260101/eu-west-1/${service}/aws4_request, SignedHeaders=host`;
        const headers = { authorization, 'content-type': 'application/x-www-form-urlencoded' };
        return (await fetch(aws.url, { method: 'POST', headers, body })).text();
      };
      expect(await ask('sts', 'Action=GetCallerIdentity&Version=2011-06-15')).toContain(
        '<Account>111122223333</Account>',
      );
      expect(
        await ask('ec2', 'Action=DescribeSecurityGroups&Version=2016-11-15&GroupId.1=sg-0abc&GroupId.2=sg-0def'),
      ).toContain(`<vpcId>${ids.vpcId}</vpcId>`);
      expect(await ask('iam', 'Action=GetRole&Version=2010-05-08&RoleName=grafana')).toContain('role/grafana</Arn>');
      const resources = await fetch(`${aws.url}/_sandbox/resources`);
      expect(await resources.json()).toMatchObject({ seeded: [ids] });
      expect(aws.ecs.state()).toMatchObject({
        clusters: [{ clusterName: 'temporal-dev', capacityProviders: ['graviton', 'FARGATE'] }],
      });
    } finally {
      await aws.stop();
      rmSync(stateDir, { recursive: true, force: true });
    }
    await expect(fetch(aws.url)).rejects.toThrow();
  },
);
