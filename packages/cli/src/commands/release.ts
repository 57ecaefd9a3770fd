import { buildCommand } from '@stricli/core';
import type { Context } from '../context.ts';
import { environmentArgument, type JsonFlag, jsonFlag, report } from '../outcome.ts';

export const release = buildCommand({
  async func(this: Context, flags: JsonFlag, name: string): Promise<void> {
    const { runEngine } = await import('../engine.ts');
    report(this, flags, await runEngine(this, name, { name: 'release' }));
  },
  parameters: { flags: jsonFlag, positional: environmentArgument },
  docs: { brief: 'Clear the hold that a failed gate or a rollback left' },
});
