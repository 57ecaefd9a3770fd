import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { UserError } from '@loki-adoption/errors';

/** Programs the sandbox runs; the bootstrap installed them below the checkout's `.sandbox` folder. */
export interface Tools {
  readonly python: string;
  readonly act: string;
  readonly nodeFolder: string;
  /** Absent: the embedded stand-in is used. */
  readonly loki?: string;
}

export function findTools(root: string, env: NodeJS.ProcessEnv = process.env): Tools {
  const venv = join(root, '.sandbox', 'venv', 'bin');
  const tools = {
    python: join(venv, 'python'),
    act: join(venv, 'act'),
    nodeFolder: join(root, 'node_modules', 'node', 'bin'),
  };
  for (const path of Object.values(tools)) {
    if (!existsSync(path)) throw new UserError(`${path} is missing: "npm run demo" installs it.`);
  }
  const loki = findProgram('loki', env);
  return loki === undefined ? tools : { ...tools, loki };
}

/** The file that `<NAME>_BIN` names, otherwise the one on the PATH. */
export function findProgram(name: string, env: NodeJS.ProcessEnv = process.env): string | undefined {
  const onPath = (env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, name));
  return env[`${name.toUpperCase()}_BIN`] ?? onPath.find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
