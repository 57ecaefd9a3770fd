import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type AwsSandbox, startAws } from './aws/index.ts';
import { type GitHubSandbox, startGitHub } from './github/server.ts';
import { type LokiSandbox, startLoki } from './loki/server.ts';
import type { Tools } from './tools.ts';

export interface SandboxOptions {
  readonly tools: Tools;
  /** Data and logs of everything that runs. */
  readonly stateDir: string;
  readonly accountId: string;
  readonly region: string;
  /** `owner/name` on the GitHub stand-in. */
  readonly repository: string;
  /** The bare git repository behind it. */
  readonly bareRepository: string;
  /** Default: any free port. */
  readonly ports?: { readonly aws?: number; readonly github?: number; readonly loki?: number };
}

/** Local AWS, GitHub and Loki. */
export interface Sandbox {
  readonly repository: string;
  readonly aws: AwsSandbox;
  readonly github: GitHubSandbox;
  readonly loki: LokiSandbox;
  /** What makes unchanged programs talk to it. */
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** Starts all parts; when one can't start, the ones before it are stopped again. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  mkdirSync(options.stateDir, { recursive: true });
  const started: { stop(): Promise<void> }[] = [];
  const stop = async () => {
    for (const part of started.splice(0).reverse()) await part.stop();
  };
  try {
    let loki: LokiSandbox | undefined;
    const aws = await startAws({
      pythonBin: options.tools.python,
      stateDir: join(options.stateDir, 'aws'),
      accountId: options.accountId,
      region: options.region,
      lokiUrl: () => loki?.url,
      ...(options.ports?.aws !== undefined && { port: options.ports.aws }),
    });
    started.push(aws);
    loki = await startLoki({
      stateDir: join(options.stateDir, 'loki'),
      // Loki answers while its ECS service has a running task, as it would in AWS.
      isUp: () => aws.ecs.isServing('loki'),
      ...(options.tools.loki !== undefined && { lokiBin: options.tools.loki }),
      ...(options.ports?.loki !== undefined && { port: options.ports.loki }),
    });
    started.push(loki);
    const github = await startGitHub({
      repository: options.repository,
      bareRepository: options.bareRepository,
      stateDir: join(options.stateDir, 'github'),
      ...(options.ports?.github !== undefined && { port: options.ports.github }),
    });
    started.push(github);
    return {
      repository: options.repository,
      aws,
      github,
      loki,
      env: { ...aws.env, ...github.env, LOKI_URL: loki.url },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
