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
    const { parseDefinitions, runRollout, withEngine } = await import('../engine.ts');
    const definitions = parseDefinitions(flags.taskDefinitions);
    const services = flags.services ?? [];
    const outcome = await withEngine(this, name, (options, ports) =>
      runRollout({ ...options, definitions, services, dryRun: flags.dryRun }, ports),
    );
    report(this, flags, outcome);
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
