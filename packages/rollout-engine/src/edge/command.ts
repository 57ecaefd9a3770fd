import type { Ports } from '../ports.ts';
import type { DefinitionMap } from '../run/desired.ts';
import type { RunOptions } from '../run/options.ts';
import type { Report } from '../run/report.ts';
import { runRollback } from '../run/rollback.ts';
import { runRollout } from '../run/rollout.ts';
import { readStatus, release } from '../run/status.ts';

/** What somebody asks of the engine, at the terminal or in a workflow. */
export type Command =
  | {
      readonly name: 'rollout';
      readonly definitions: DefinitionMap;
      readonly services: readonly string[];
      readonly dryRun: boolean;
    }
  | {
      readonly name: 'rollback';
      readonly to: string;
      readonly reason: string;
      readonly unrecorded: boolean;
      readonly services: readonly string[];
      readonly definitions: DefinitionMap;
      readonly dryRun: boolean;
    }
  | { readonly name: 'status' | 'release' };

export const COMMANDS = ['rollout', 'rollback', 'status', 'release'] as const satisfies readonly Command['name'][];

export function runCommand(command: Command, options: RunOptions, ports: Ports): Promise<Report> {
  switch (command.name) {
    case 'rollout':
      return runRollout({ ...options, ...command }, ports);
    case 'rollback':
      return runRollback({ ...options, ...command }, ports);
    case 'status':
      return readStatus(options, ports);
    case 'release':
      return release(options, ports);
  }
}
