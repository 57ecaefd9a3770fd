import { buildCommand } from '@stricli/core';
import type { Context } from '../context.ts';
import { moveFlags } from '../move-flags.ts';
import { environmentArgument, type JsonFlag, jsonFlag, report } from '../outcome.ts';

interface Flags extends JsonFlag {
  readonly to: string;
  readonly reason: string;
  readonly unrecorded: boolean;
  readonly services?: string[];
  readonly dryRun: boolean;
}

export const rollback = buildCommand({
  async func(this: Context, flags: Flags, name: string): Promise<void> {
    const { runEngine } = await import('../engine.ts');
    const { to, reason, unrecorded, dryRun, services = [] } = flags;
    const command = { name: 'rollback', to, reason, unrecorded, services, dryRun, definitions: {} } as const;
    report(this, flags, await runEngine(this, name, command));
  },
  parameters: {
    flags: {
      ...jsonFlag,
      to: {
        kind: 'parsed',
        parse: String,
        brief: 'previous, adot, or a revision (family:number or ARN)',
        placeholder: 'where',
      },
      reason: { kind: 'parsed', parse: String, brief: 'Why; kept in the ledger', placeholder: 'text' },
      unrecorded: {
        kind: 'boolean',
        brief: 'Although the ledger has never seen the service run that revision',
        default: false,
        withNegated: false,
      },
      ...moveFlags,
    },
    positional: environmentArgument,
  },
  docs: { brief: 'Take over from a running rollout and move services back' },
});
