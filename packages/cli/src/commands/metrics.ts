import { UserError } from '@loki-adoption/errors';
import { type CounterNames, counterNames, ExporterError, scrapeExporter } from '@loki-adoption/telemetry';
import { buildCommand, buildRouteMap } from '@stricli/core';
import { stringify } from 'yaml';
import type { Context } from '../context.ts';
import { writeValue } from '../desired-state.ts';
import { UnavailableError } from '../exit-codes.ts';
import { type JsonFlag, jsonFlag, note, report } from '../outcome.ts';

interface Flags extends JsonFlag {
  readonly service?: string;
  readonly write?: string;
}

const counters = buildCommand({
  async func(this: Context, flags: Flags, address: string): Promise<void> {
    if ((flags.service === undefined) !== (flags.write === undefined)) {
      throw new UserError('--service and --write belong together: the service, and the file that says its metrics.');
    }
    const { url, found } = await read(address);
    for (const line of remarks(url, found)) note(this, line);
    if (flags.service !== undefined && flags.write !== undefined) {
      const file = writeValue(
        this.root,
        flags.write,
        ['services', flags.service, 'metrics', 'counters'],
        found.unsuffixed,
      );
      note(this, `written to ${file}`);
    }
    const { unsuffixed, ...rest } = found;
    report(this, flags, {
      text: stringify({ counters: unsuffixed }),
      data: { url, counters: unsuffixed, ...rest },
    });
  },
  parameters: {
    flags: {
      ...jsonFlag,
      service: {
        kind: 'parsed',
        parse: String,
        brief: 'Service to write them to',
        optional: true,
        placeholder: 'name',
      },
      write: {
        kind: 'parsed',
        parse: String,
        brief: 'File to write them into, such as environments/base.yaml; comments stay',
        optional: true,
        placeholder: 'file',
      },
    },
    positional: {
      kind: 'tuple',
      parameters: [{ brief: 'Address of the live exporter', parse: String, placeholder: 'url' }],
    },
  },
  docs: { brief: 'Counters that ADOT renamed, from a live exporter: for services.<name>.metrics.counters' },
});

export const metrics = buildRouteMap({ routes: { counters }, docs: { brief: 'What the services measure' } });

async function read(address: string): Promise<{ url: string; found: CounterNames }> {
  try {
    const { url, contentType, text } = await scrapeExporter(address);
    const found = counterNames(text, contentType);
    if (found.families > 0) return { url, found };
    throw new UserError(`${url} answers, but with no metrics: there is no TYPE line. Is it the exporter's address?`);
  } catch (error) {
    throw error instanceof ExporterError ? new UnavailableError(error.message, { cause: error }) : error;
  }
}

/** What a bare list wouldn't say. */
function remarks(url: string, { format, families, unsuffixed, rewritten }: CounterNames): string[] {
  if (format === 'openmetrics') {
    return [
      `${url} answers in OpenMetrics, where counters end in _total already: ADOT and Alloy write the same names, nothing is to be renamed.`,
    ];
  }
  const lines = [`${url}: ${families} metrics, ${unsuffixed.length} of them counters to which ADOT appended _total`];
  if (rewritten.length > 0) {
    lines.push(`left out, for ADOT changed more than their ending, which no rule undoes: ${rewritten.join(', ')}`);
  }
  return lines;
}
