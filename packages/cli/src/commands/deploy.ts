import { join } from 'node:path';
import { buildCommand } from '@stricli/core';
import type { Context } from '../context.ts';
import { type DeployFlags, deployFlags } from '../deploy-flags.ts';
import { environmentArgument, type JsonFlag, jsonFlag, report } from '../outcome.ts';

interface Flags extends JsonFlag, DeployFlags {
  readonly out?: string;
}

export const deploy = buildCommand({
  async func(this: Context, flags: Flags, name: string): Promise<void> {
    const { applyPlan, planEnvironment } = await import('../plan.ts');
    const [{ runEngine }, { checkDefinitions }] = await Promise.all([
      import('../engine.ts'),
      import('@loki-adoption/rollout-engine'),
    ]);
    const out = flags.out ?? join('out', name);
    const { folder } = await planEnvironment(this, name, { out, forApply: true, withoutJson: true });
    const outputs = await applyPlan(this, name, folder, flags);
    const targets = outputs['target_task_definitions'];
    const definitions = checkDefinitions(targets, "Terraform's output target_task_definitions");
    report(this, flags, await runEngine(this, name, { name: 'rollout', definitions, services: [], dryRun: false }));
  },
  parameters: {
    flags: {
      ...jsonFlag,
      ...deployFlags,
      out: {
        kind: 'parsed',
        parse: String,
        brief: 'Folder for the plan (default out/<env>)',
        optional: true,
        placeholder: 'dir',
      },
    },
    positional: environmentArgument,
  },
  docs: { brief: 'Plan, apply and roll out, as a merge to main does' },
});
