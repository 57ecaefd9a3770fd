import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Environment, ecsServiceName } from '@loki-adoption/environment';
import { UserError } from '@loki-adoption/errors';
import { createLoki, lokiAccessOf } from '@loki-adoption/telemetry';
import { IMPLEMENTED_PROPERTIES, type VerificationPorts, verifyEnvironment } from '@loki-adoption/verification';
import { buildCommand } from '@stricli/core';
import type { Context } from '../context.ts';
import { requireEnvironment } from '../environments.ts';
import { UnavailableError } from '../exit-codes.ts';
import { environmentArgument, type JsonFlag, jsonFlag, report } from '../outcome.ts';

type PropertyNumber = keyof typeof IMPLEMENTED_PROPERTIES;

interface Flags extends JsonFlag {
  readonly property?: PropertyNumber;
}

export const verify = buildCommand({
  async func(this: Context, flags: Flags, name: string): Promise<void> {
    const environment = requireEnvironment(this, name);
    const ports = await livePorts(this, environment);
    const { properties } = await verifyEnvironment({
      environment,
      ports,
      ...(flags.property !== undefined && { properties: [flags.property] }),
    });
    const lines = properties.map((each) => `${each.status.padEnd(14)} ${each.number} ${each.name}: ${each.detail}`);
    if (lines.length === 0)
      lines.push(`No service runs Alloy in phase ${environment.migration.phase}: nothing to measure.`);
    const failed = properties.some((each) => each.status !== 'pass');
    report(this, flags, { text: lines.join('\n'), data: { environment: name, properties }, failed });
  },
  parameters: {
    flags: {
      ...jsonFlag,
      property: { kind: 'parsed', parse: parseProperty, brief: 'Only this one', optional: true, placeholder: 'number' },
    },
    positional: environmentArgument,
  },
  docs: { brief: 'Measure whether the logs in Loki are fresh, labelled and intact' },
});

function parseProperty(text: string): PropertyNumber {
  const found = Object.keys(IMPLEMENTED_PROPERTIES).find((number) => number === text);
  if (found === undefined) {
    throw new UserError(
      `--property is "${text}": this version measures ${Object.keys(IMPLEMENTED_PROPERTIES).join(', ')}.`,
    );
  }
  return Number(found) as PropertyNumber;
}

async function livePorts(context: Context, environment: Environment): Promise<VerificationPorts> {
  const access = lokiAccessOf(context.env);
  if (access === undefined)
    throw new UnavailableError('LOKI_URL is not set: it names the Loki to ask, such as http://loki.internal:3100.');
  const { createEcs } = await import('@loki-adoption/aws-kit');
  const ecs = createEcs({ region: environment.aws.region });
  const ids = (arns: readonly string[]) => arns.map((arn) => arn.slice(arn.lastIndexOf('/') + 1));
  return {
    loki: createLoki(access),
    now: () => Date.now(),
    sleep: (ms) => sleep(ms),
    nonce: () => randomUUID(),
    async tasks(service) {
      const ecsService = ecsServiceName(environment, service.name);
      const running = ids(await ecs.listTasks(environment.cluster, ecsService, 'RUNNING'));
      const stopped = ids(await ecs.listTasks(environment.cluster, ecsService, 'STOPPED'));
      return { running, recent: [...running, ...stopped] };
    },
  };
}
