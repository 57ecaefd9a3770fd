import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pythonCommand } from './prerequisites.mjs';

export const root = fileURLToPath(new URL('../../', import.meta.url));

/** Node 24, the version that GitHub runs actions with; an npm package of the workspace. */
export const nodeBinary = join(root, 'node_modules', 'node', 'bin', 'node');

/** `pnpm@<version>`: the checksum behind it is for Corepack; npm checks the registry's own. */
const [packageManager] = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).packageManager.split('+');

/** The linter of terraform/, a Go module: https://github.com/terraform-linters/tflint */
const TFLINT = 'github.com/terraform-linters/tflint@v0.64.0';

/** Installs what a fresh clone lacks; what is already there and unchanged is left alone. */
export function install() {
  const requirements = 'packages/sandbox/python/requirements.txt';
  const venv = join(root, '.sandbox', 'venv');
  return (
    once({
      title: 'Node packages',
      inputs: ['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml', ...packageFiles(root)],
      result: nodeBinary,
      stamp: join(root, 'node_modules', '.installed'),
      steps: () => [['npx', ['--yes', packageManager, 'install', '--frozen-lockfile']]],
    }) &&
    once({
      title: 'AWS emulator and act (Python packages)',
      inputs: [requirements],
      result: join(venv, 'bin', 'python'),
      stamp: join(venv, '.installed'),
      prepare: () => rmSync(venv, { recursive: true, force: true }),
      steps: () => [
        [pythonCommand(), ['-m', 'venv', venv]],
        [
          join(venv, 'bin', 'python'),
          ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--require-hashes', '-r', requirements],
        ],
      ],
    })
  );
}

/**
 * What only the tests use: checkov in a virtual environment of its own, for its dependencies differ from the emulator's, and tflint where
 * there is Go. Without Go, or where its modules can't be reached, the test of tflint is skipped and says so.
 */
export function installChecks() {
  const requirements = 'terraform/requirements.txt';
  const venv = join(root, '.sandbox', 'checkov');
  const tflint = join(root, '.sandbox', 'bin', 'tflint');
  const stamp = join(root, '.sandbox', 'bin', `.${TFLINT.replaceAll('/', '_')}`);
  if (hasGo() && !(existsSync(tflint) && existsSync(stamp))) {
    console.log('Installing: tflint');
    const env = { ...process.env, GOBIN: join(root, '.sandbox', 'bin'), GOFLAGS: '' };
    const done = spawnSync('go', ['install', TFLINT], { env, stdio: ['ignore', 'inherit', 'pipe'], encoding: 'utf8' });
    if (done.status === 0) writeFileSync(stamp, '');
    else console.error(`tflint could not be installed, its test will be skipped:\n${done.stderr.slice(-500)}`);
  }
  return once({
    title: 'checkov (Python packages)',
    inputs: [requirements],
    result: join(venv, 'bin', 'checkov'),
    stamp: join(venv, '.installed'),
    prepare: () => rmSync(venv, { recursive: true, force: true }),
    steps: () => [
      [pythonCommand(), ['-m', 'venv', venv]],
      [
        join(venv, 'bin', 'python'),
        ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--require-hashes', '-r', requirements],
      ],
    ],
  });
}

function hasGo() {
  return spawnSync('go', ['version'], { stdio: 'ignore' }).status === 0;
}

/**
 * The manifests of the workspace. Not every entry is a package: a branch that was left leaves its node_modules behind.
 * @param {string} folder
 * @returns {string[]}
 */
export function packageFiles(folder) {
  const manifests = readdirSync(join(folder, 'packages')).map((name) => `packages/${name}/package.json`);
  return manifests.filter((manifest) => existsSync(join(folder, manifest)));
}

function once({ title, inputs, result, stamp, prepare, steps }) {
  const hash = createHash('sha256');
  for (const input of inputs) hash.update(input).update(readFileSync(join(root, input)));
  const wanted = hash.digest('hex');
  if (existsSync(result) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return true;
  console.log(`Installing: ${title}`);
  prepare?.();
  for (const [command, args] of steps()) {
    const done = spawnSync(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
    if (done.status !== 0) {
      console.error(
        `\n${title} could not be installed: "${command} ${args.join(' ')}" failed. Fix that and start again.`,
      );
      return false;
    }
  }
  mkdirSync(join(stamp, '..'), { recursive: true });
  writeFileSync(stamp, wanted);
  return true;
}
