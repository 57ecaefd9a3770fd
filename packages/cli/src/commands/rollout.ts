import { buildCommand } from '@stricli/core';
import type { Context } from '../context.ts';
import { moveFlags } from '../move-flags.ts';
import { environmentArgument, type JsonFlag, jsonFlag, report } from '../outcome.ts';

interface Flags extends JsonFlag {
  readonly taskDefinitions: string;
  readonly services?: string[];
  readonly dryRun: boolean;
}

export const rollout = buildCommand({
  async func(this: Context, flags: Flags, name: string): Promise<void> {
    const [{ runEngine }, { parseDefinitions }] = await Promise.all([
      import('../engine.ts'),
      import('@loki-adoption/rollout-engine'),
    ]);
    const definitions = parseDefinitions(flags.taskDefinitions, '--task-definitions');
    const { services = [], dryRun } = flags;
    report(this, flags, await runEngine(this, name, { name: 'rollout', definitions, services, dryRun }));
  },
  parameters: {
    flags: {
      ...jsonFlag,
      taskDefinitions: {
        kind: 'parsed',
        parse: String,
        brief: 'JSON, service → ARN: what each has to run',
        placeholder: 'json',
      },
      ...moveFlags,
    },
    positional: environmentArgument,
  },
  docs: { brief: 'Move services to registered revisions, wave by wave' },
});
