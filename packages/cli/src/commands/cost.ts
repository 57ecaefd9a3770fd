import { type AssumptionSet, forecast, renderReport } from '@loki-adoption/cost-report';
import { formatSource } from '@loki-adoption/environment';
import { UserError } from '@loki-adoption/errors';
import { buildCommand } from '@stricli/core';
import type { Context } from '../context.ts';
import { requireLoaded } from '../environments.ts';
import { environmentArgument, type JsonFlag, jsonFlag, report } from '../outcome.ts';

interface Flags extends JsonFlag {
  readonly mode: 'forecast';
  readonly assumptions?: AssumptionSet;
  readonly volumeGb?: number;
}

export const cost = buildCommand({
  func(this: Context, flags: Flags, name: string): void {
    const { environment, locate } = requireLoaded(this, name);
    const found = forecast(environment, {
      assumptions: flags.assumptions,
      volumeGb: flags.volumeGb,
      sourceOf: (path) => formatSource(locate(path)),
    });
    report(this, flags, { text: renderReport(found), data: found });
  },
  parameters: {
    flags: {
      ...jsonFlag,
      mode: { kind: 'enum', values: ['forecast'], brief: 'How the figures are come by', default: 'forecast' },
      assumptions: {
        kind: 'enum',
        values: ['seed', 'corrected'],
        brief: 'Which set (default: the environment names it)',
        optional: true,
      },
      volumeGb: {
        kind: 'parsed',
        parse: positiveNumber,
        brief: 'GB of logs a month',
        optional: true,
        placeholder: 'gb',
      },
    },
    positional: environmentArgument,
  },
  docs: { brief: 'Price CloudWatch and Loki side by side' },
});

function positiveNumber(text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0)
    throw new UserError(`--volume-gb is "${text}": expected a number above 0.`);
  return value;
}
