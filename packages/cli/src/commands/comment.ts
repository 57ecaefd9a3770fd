import { UserError } from '@loki-adoption/errors';
import { readPlanFiles, readTextFile, renderComment, writeTextFile } from '@loki-adoption/plan-comment';
import { buildCommand } from '@stricli/core';
import type { Context } from '../context.ts';
import { type JsonFlag, jsonFlag, report } from '../outcome.ts';

interface Flags extends JsonFlag {
  readonly plan: readonly string[];
  readonly environment: string;
  readonly out?: string;
  readonly configDiff?: string;
  readonly cost?: string;
  readonly consequences?: string;
  readonly phaseFrom?: string;
  readonly phaseTo?: string;
}

const textFlag = { kind: 'parsed', parse: String, optional: true } as const;

export const comment = buildCommand({
  async func(this: Context, flags: Flags): Promise<void> {
    const plans = readPlanFiles(flags.plan);
    const failed = plans.find((plan) => plan.errored);
    if (failed !== undefined) {
      throw new UserError(
        `${failed.source} is marked as errored: see what Terraform said when it planned, fix that, and plan again.`,
      );
    }
    const rendered = renderComment({
      environment: flags.environment,
      plans,
      phaseFrom: flags.phaseFrom,
      phaseTo: flags.phaseTo,
      configDiff: flags.configDiff === undefined ? undefined : readTextFile(flags.configDiff),
      cost: flags.cost === undefined ? undefined : readTextFile(flags.cost),
      consequences: flags.consequences === undefined ? undefined : readTextFile(flags.consequences),
    });
    if (flags.out !== undefined) await writeTextFile(flags.out, [rendered.body]);
    const { body, fingerprint, counts, findings } = rendered;
    report(this, flags, {
      text: flags.out === undefined ? body : flags.out,
      data: { body, fingerprint, counts, findings },
    });
  },
  parameters: {
    flags: {
      ...jsonFlag,
      plan: {
        kind: 'parsed',
        parse: String,
        variadic: true,
        brief: 'Output of "terraform show -json", or a glob',
        placeholder: 'file',
      },
      environment: { kind: 'parsed', parse: String, brief: 'Name of the environment', placeholder: 'name' },
      out: { ...textFlag, brief: 'Write the comment to this file', placeholder: 'file' },
      configDiff: { ...textFlag, brief: 'Unified diff of the rendered configuration', placeholder: 'file' },
      cost: { ...textFlag, brief: 'Cost change, as Markdown or JSON', placeholder: 'file' },
      consequences: { ...textFlag, brief: 'What a move brings, as "adopt plan" writes it', placeholder: 'file' },
      phaseFrom: { ...textFlag, brief: 'Phase before', placeholder: 'phase' },
      phaseTo: { ...textFlag, brief: 'Phase after', placeholder: 'phase' },
    },
  },
  docs: { brief: "The plan comment of a pull request, from Terraform's plan" },
});
