import { buildCommand } from '@stricli/core';
import type { Context } from '../context.ts';
import { environmentArgument, type JsonFlag, jsonFlag, report } from '../outcome.ts';
import { PLAN_FILES } from '../plan-files.ts';

interface Flags extends JsonFlag {
  readonly out?: string;
  readonly base?: string;
  readonly forApply: boolean;
  readonly untrusted: boolean;
}

export const plan = buildCommand({
  async func(this: Context, flags: Flags, name: string): Promise<void> {
    const { planEnvironment } = await import('../plan.ts');
    const out = flags.out ?? `out/${name}`;
    const { base, forApply, untrusted } = flags;
    const planned = await planEnvironment(this, name, { out, base, forApply, untrusted });
    const { folder, changes, refusal } = planned;
    const first = changes ? `${name}: has changes, plan in ${folder}` : `${name}: no changes`;
    report(this, flags, {
      text: refusal === undefined ? first : `${first}\n${name}: the deploy will refuse this: ${refusal}`,
      data: {
        environment: name,
        changes,
        refusal: refusal ?? null,
        folder,
        planJson: `${folder}/${PLAN_FILES.planJson}`,
      },
    });
  },
  parameters: {
    flags: {
      ...jsonFlag,
      out: { kind: 'parsed', parse: String, brief: 'Folder for the plan (default out/<env>)', optional: true },
      forApply: {
        kind: 'boolean',
        brief: 'Take the state lock, and leave out what only a reviewer reads',
        default: false,
        withNegated: false,
      },
      untrusted: {
        kind: 'boolean',
        brief: "The checkout is a pull request: refuse Terraform that runs programs the base doesn't",
        default: false,
        withNegated: false,
      },
      base: {
        kind: 'parsed',
        parse: String,
        brief: 'Commit to compare rendered configuration with',
        optional: true,
        placeholder: 'ref',
      },
    },
    positional: environmentArgument,
  },
  docs: { brief: 'Render an environment and plan it with Terraform' },
});
