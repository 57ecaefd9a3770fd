import { release as releaseHold } from '@loki-adoption/canary-rollout';
import { buildCommand } from '@stricli/core';
import type { Context } from '../context.ts';
import { withEngine } from '../engine.ts';
import { environmentArgument, type JsonFlag, jsonFlag, report } from '../outcome.ts';

export const release = buildCommand({
  async func(this: Context, flags: JsonFlag, name: string): Promise<void> {
    report(this, flags, await withEngine(this, name, releaseHold));
  },
  parameters: { flags: jsonFlag, positional: environmentArgument },
  docs: { brief: 'Clear the hold that a failed gate or a rollback left' },
});
