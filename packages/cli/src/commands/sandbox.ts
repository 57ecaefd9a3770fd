import { listEnvironments } from '@loki-adoption/environment';
import { buildCommand, buildRouteMap } from '@stricli/core';
import type { Context } from '../context.ts';
import { environmentsFolder } from '../environments.ts';
import { type JsonFlag, jsonFlag, report } from '../outcome.ts';

interface StartFlags extends JsonFlag {
  readonly awsPort?: number;
  readonly githubPort?: number;
  readonly lokiPort?: number;
}

const portFlag = { kind: 'parsed', parse: Number, optional: true, placeholder: 'port' } as const;

const start = buildCommand({
  async func(this: Context, flags: StartFlags, name?: string): Promise<void> {
    const { startInBackground } = await import('@loki-adoption/sandbox');
    const environment = name ?? listEnvironments(environmentsFolder(this.root))[0] ?? '';
    const running = await startInBackground(this.root, {
      environment,
      ports: {
        ...(flags.awsPort !== undefined && { aws: flags.awsPort }),
        ...(flags.githubPort !== undefined && { github: flags.githubPort }),
        ...(flags.lokiPort !== undefined && { loki: flags.lokiPort }),
      },
    });
    report(this, flags, { text: exports(running.env), data: running });
  },
  parameters: {
    flags: {
      ...jsonFlag,
      awsPort: { ...portFlag, brief: 'Port of the AWS gateway (default: any free one)' },
      githubPort: { ...portFlag, brief: 'Port of the GitHub API' },
      lokiPort: { ...portFlag, brief: 'Port of Loki' },
    },
    positional: {
      kind: 'tuple',
      parameters: [
        {
          brief: 'Environment whose account it plays (default: the first)',
          parse: String,
          placeholder: 'env',
          optional: true,
        },
      ],
    },
  },
  docs: { brief: 'Start it in the background; prints what to export' },
});

const status = buildCommand({
  async func(this: Context, flags: JsonFlag): Promise<void> {
    const { findSandbox } = await import('@loki-adoption/sandbox');
    const running = findSandbox(this.root);
    const text = running === undefined ? 'no sandbox runs' : `runs as process ${running.pid}\n${exports(running.env)}`;
    report(this, flags, { text, data: running ?? null, failed: running === undefined });
  },
  parameters: { flags: jsonFlag },
  docs: { brief: 'Whether one runs, and where' },
});

const stop = buildCommand({
  async func(this: Context, flags: JsonFlag): Promise<void> {
    const { stopRunning } = await import('@loki-adoption/sandbox');
    const stopped = await stopRunning(this.root);
    report(this, flags, { text: stopped ? 'stopped' : 'no sandbox runs', data: { stopped } });
  },
  parameters: { flags: jsonFlag },
  docs: { brief: 'Stop it' },
});

export const sandbox = buildRouteMap({
  routes: { start, status, stop },
  docs: { brief: 'A local AWS, GitHub and Loki' },
});

function exports(env: Readonly<Record<string, string>>): string {
  return Object.entries(env)
    .map(([name, value]) => `export ${name}=${value}`)
    .join('\n');
}
