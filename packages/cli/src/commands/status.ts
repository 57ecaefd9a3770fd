import { buildCommand } from '@stricli/core';
import type { Context } from '../context.ts';
import { environmentArgument, type JsonFlag, jsonFlag, report } from '../outcome.ts';

export const status = buildCommand({
  async func(this: Context, flags: JsonFlag, name: string): Promise<void> {
    const { runEngine } = await import('../engine.ts');
    report(this, flags, await runEngine(this, name, { name: 'status' }));
  },
  parameters: { flags: jsonFlag, positional: environmentArgument },
  docs: { brief: 'What the ledger says of an environment' },
});
