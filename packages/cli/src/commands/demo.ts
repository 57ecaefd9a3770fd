import { buildCommand } from '@stricli/core';
import type { Context } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { type JsonFlag, jsonFlag } from '../outcome.ts';

interface Flags extends JsonFlag {
  readonly stage?: string;
  readonly keep: boolean;
}

/** What a shell reports for a program that Ctrl-C ended. */
const INTERRUPTED = 130;

export const demo = buildCommand({
  async func(this: Context, flags: Flags): Promise<void> {
    const { renderResult, runDemo } = await import('@loki-adoption/sandbox');
    const controller = new AbortController();
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => controller.abort());
    const result = await runDemo({
      root: this.root,
      keep: flags.keep,
      json: flags.json,
      signal: controller.signal,
      ...(flags.stage !== undefined && { stage: flags.stage }),
      onResult: (found) => {
        this.process.stdout.write(`${flags.json ? JSON.stringify(found, null, 2) : renderResult(found)}\n`);
        if (flags.keep && found.ok)
          this.process.stderr.write('The sandbox keeps running: end it with Ctrl-C or "adopt sandbox stop".\n');
      },
    });
    this.process.exitCode = result.ok ? EXIT.ok : result.interrupted ? INTERRUPTED : EXIT.finding;
  },
  parameters: {
    flags: {
      ...jsonFlag,
      stage: { kind: 'parsed', parse: String, brief: 'Run up to this stage', optional: true, placeholder: 'name' },
      keep: { kind: 'boolean', brief: 'Leave the sandbox running', default: false, withNegated: false },
    },
  },
  docs: { brief: 'Play the whole story against the sandbox' },
});
