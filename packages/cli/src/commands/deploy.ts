import { join } from 'node:path';
import type { DefinitionMap } from '@loki-adoption/canary-rollout';
import { buildCommand } from '@stricli/core';
import type { Context } from '../context.ts';
import { environmentArgument, type JsonFlag, jsonFlag, report } from '../outcome.ts';

interface Flags extends JsonFlag {
  readonly out?: string;
}

export const deploy = buildCommand({
  async func(this: Context, flags: Flags, name: string): Promise<void> {
    const { applyPlan, planEnvironment } = await import('../plan.ts');
    const { runRollout, withEngine } = await import('../engine.ts');
    const out = flags.out ?? join('out', name);
    const { folder } = await planEnvironment(this, name, { out, forApply: true, withoutJson: true });
    const outputs = await applyPlan(this, name, folder);
    const definitions = outputs['target_task_definitions'] as DefinitionMap;
    const outcome = await withEngine(this, name, (options, ports) => runRollout({ ...options, definitions }, ports));
    report(this, flags, outcome);
  },
  parameters: {
    flags: {
      ...jsonFlag,
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
