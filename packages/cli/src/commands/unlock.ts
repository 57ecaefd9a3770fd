import { buildCommand } from '@stricli/core';
import type { Context } from '../context.ts';
import { environmentArgument, type JsonFlag, jsonFlag, report } from '../outcome.ts';

interface Flags extends JsonFlag {
  readonly id?: string;
}

export const unlock = buildCommand({
  async func(this: Context, flags: Flags, name: string): Promise<void> {
    const { unlockState } = await import('../unlock.ts');
    report(this, flags, await unlockState(this, name, flags.id));
  },
  parameters: {
    flags: {
      ...jsonFlag,
      id: {
        kind: 'parsed',
        parse: String,
        brief: 'Remove the lock, if this is its id: its run is over',
        optional: true,
        placeholder: 'lock-id',
      },
    },
    positional: environmentArgument,
  },
  docs: { brief: "Who holds the lock of Terraform's state since when; with --id, remove it" },
});
