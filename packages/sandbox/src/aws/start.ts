import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createSimulator, type Fault, type FaultInput, type Json, type Tempo } from '@loki-adoption/ecs-simulator';
import { type RunningProcess, startProcess } from '../processes/index.ts';
import { startGateway } from './gateway.ts';
import { type SeededResources, type SeedOptions, seedAccount } from './seed.ts';
import { startTaskLogs } from './task-logs.ts';
import { apiModels, createRequestCheck } from './validation/index.ts';

export interface AwsOptions {
  /** A Python with python/requirements.txt installed. */
  readonly pythonBin: string;
  /** Gets moto's log. */
  readonly stateDir: string;
  /** Default 0: any free port. */
  readonly port?: number;
  readonly accountId: string;
  readonly region: string;
  /** Base URL of the Loki that Alloy sidecars push to; undefined while there is none. */
  readonly lokiUrl?: () => string | undefined;
  readonly tempo?: Partial<Tempo>;
}

export interface AwsSandbox {
  readonly url: string;
  /** What points Terraform, the SDKs and the AWS CLI at it. */
  readonly env: Readonly<Record<string, string>>;
  readonly ecs: {
    state(): Json;
    isServing(name: string): boolean;
    addFault(fault: FaultInput): Fault;
    clearFaults(id?: string): number;
  };
  /** Writes that reached moto although `validation/services` has no row for them. */
  unknownWrites(): readonly string[];
  seed(options: SeedOptions): Promise<SeededResources>;
  stop(): Promise<void>;
}

/** How often the simulated ECS moves on by itself, in milliseconds. */
const TICK_MS = 100;

/** moto needs 2 s to import; a busy machine much longer. */
const MOTO_START_MS = 120_000;

/** Starts a local AWS. A UserError names a port in use or a moto that can't start. */
export async function startAws(options: AwsOptions): Promise<AwsSandbox> {
  mkdirSync(options.stateDir, { recursive: true });
  const logFile = join(options.stateDir, 'moto.log');
  const { accountId, region } = options;
  const ecs = createSimulator({
    accountId,
    region,
    clock: Date.now,
    random: Math.random,
    ...(options.tempo ? { tempo: options.tempo } : {}),
  });
  const seeded: SeededResources[] = [];
  const check = createRequestCheck(apiModels(options.pythonBin));
  const moto = await startMoto(options, logFile);
  const motoPort = Number(moto.readyMatch?.[1]);
  const motoUrl = `http://127.0.0.1:${motoPort}`;
  const logs = startTaskLogs({ ecs, motoUrl, region, lokiUrl: options.lokiUrl ?? (() => undefined) });
  const state = () => ({ ...ecs.state(), logs: logs.counts(), unknownWrites: check.unknownWrites() });
  const gateway = await startGateway({
    port: options.port ?? 0,
    ecs,
    moto: { port: motoPort, logFile },
    check,
    state,
    resources: () => ({ accountId, region, seeded }),
  }).catch(async (error: unknown) => {
    await logs.stop();
    await moto.stop();
    throw error;
  });
  const ticker = setInterval(() => ecs.advance(), TICK_MS).unref();
  return {
    url: gateway.url,
    env: clientEnvironment(gateway.url, region),
    ecs: { state, isServing: ecs.isServing, addFault: ecs.addFault, clearFaults: ecs.clearFaults },
    unknownWrites: check.unknownWrites,
    async seed(wanted) {
      const made = await seedAccount({ motoUrl, ecs, region, accountId }, wanted);
      seeded.push(made);
      return made;
    },
    async stop() {
      clearInterval(ticker);
      await logs.stop();
      await gateway.stop();
      await moto.stop();
    },
  };
}

function startMoto(options: AwsOptions, logFile: string): Promise<RunningProcess> {
  const shim = join(import.meta.dirname, '../../python/moto_shim.py');
  return startProcess({
    command: options.pythonBin,
    args: [shim, '--port', '0', '--account-id', options.accountId],
    // Settings of the caller's real AWS must not reach moto.
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], PYTHONDONTWRITEBYTECODE: '1' },
    logFile,
    ready: { line: /"port": (\d+)/, timeoutMs: MOTO_START_MS },
    lifeline: true,
  });
}

function clientEnvironment(url: string, region: string): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: 'sandbox',
    AWS_SECRET_ACCESS_KEY: 'sandbox',
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}
