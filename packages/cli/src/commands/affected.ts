import { setOutputs } from '@loki-adoption/action-kit';
import { affectedEnvironments, listEnvironments } from '@loki-adoption/environment';
import { UserError } from '@loki-adoption/errors';
import { buildCommand } from '@stricli/core';
import type { Context } from '../context.ts';
import { environmentsFolder } from '../environments.ts';
import { changedPaths } from '../git.ts';
import { type JsonFlag, jsonFlag, report } from '../outcome.ts';

interface Flags extends JsonFlag {
  readonly base?: string;
  readonly head: string;
  readonly all: boolean;
}

export const affected = buildCommand({
  func(this: Context, flags: Flags): void {
    const environments = listEnvironments(environmentsFolder(this.root));
    if (flags.base === undefined && !flags.all)
      throw new UserError('Name the commit to compare with: --base REF (or --all).');
    const changed = flags.base === undefined ? undefined : changedPaths(this.root, flags.base, flags.head);
    const found =
      changed === undefined
        ? environments.map((environment) => ({ environment, because: ['nothing to compare with'] }))
        : affectedEnvironments({ environments, changed });
    if (this.env['GITHUB_OUTPUT']) setOutputs({ environments: JSON.stringify(found.map((each) => each.environment)) });
    const text = found.map((each) => `${each.environment}: ${each.because.join(', ')}`).join('\n');
    report(this, flags, { text: text || 'no environment is affected', data: found });
  },
  parameters: {
    flags: {
      ...jsonFlag,
      base: { kind: 'parsed', parse: String, brief: 'Commit to compare with', optional: true, placeholder: 'ref' },
      head: { kind: 'parsed', parse: String, brief: 'Commit to look at', default: 'HEAD', placeholder: 'ref' },
      all: { kind: 'boolean', brief: 'Every environment', default: false, withNegated: false },
    },
  },
  docs: { brief: 'Which environments a change touches' },
});
