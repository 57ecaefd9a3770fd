import { buildCommand } from '@stricli/core';
import type { Context } from '../context.ts';
import { type DeployFlags, deployFlags } from '../deploy-flags.ts';
import { environmentArgument, type JsonFlag, jsonFlag, report } from '../outcome.ts';

interface Flags extends JsonFlag, DeployFlags {
  readonly plan: string;
}

export const apply = buildCommand({
  async func(this: Context, flags: Flags, name: string): Promise<void> {
    const [{ setOutputs }, { applyPlan }] = await Promise.all([
      import('@loki-adoption/action-kit'),
      import('../plan.ts'),
    ]);
    const outputs = await applyPlan(this, name, flags.plan, flags);
    const targets = JSON.stringify(outputs['target_task_definitions']);
    if (this.env['GITHUB_OUTPUT']) setOutputs({ 'task-definitions': targets });
    report(this, flags, { text: `${name}: applied`, data: { environment: name, outputs } });
  },
  parameters: {
    flags: {
      ...jsonFlag,
      ...deployFlags,
      plan: { kind: 'parsed', parse: String, brief: 'Folder that "adopt plan --out" wrote', placeholder: 'dir' },
    },
    positional: environmentArgument,
  },
  docs: { brief: 'Apply a plan that was made before' },
});
