import { spawnSync } from 'node:child_process';

/** @typedef {{ name: string, commands: string[][], minimum: [number, number], get: string }} Prerequisite */

/** @type {Prerequisite[]} */
const PREREQUISITES = [
  { name: 'Git', commands: [['git', '--version']], minimum: [2, 38], get: 'https://git-scm.com/downloads' },
  {
    name: 'Python',
    commands: [
      ['python3', '--version'],
      ['python', '--version'],
    ],
    minimum: [3, 10],
    get: 'https://www.python.org/downloads (on Debian and Ubuntu: apt install python3 python3-venv)',
  },
  {
    name: 'Terraform (or OpenTofu)',
    commands: [
      ['terraform', 'version'],
      ['tofu', 'version'],
    ],
    minimum: [1, 11],
    get: 'https://developer.hashicorp.com/terraform/install or https://opentofu.org/docs/intro/install',
  },
];

/** OpenTofu counts its own versions: 1.10 brought the S3 lock file that the state backend uses. */
const TOFU_MINIMUM = [1, 10];

/**
 * One line for each program that is missing or too old, with the way to get it; empty when all is there.
 * @returns {string[]}
 */
export function checkPrerequisites() {
  const lines = [];
  const [major = 0] = process.versions.node.split('.').map(Number);
  if (major < 20)
    lines.push(`Node ${process.versions.node} is too old: at least 20 is needed. https://nodejs.org/en/download`);
  for (const prerequisite of PREREQUISITES) {
    const found = findProgram(prerequisite);
    if (found.ok) continue;
    const what = found.version
      ? `${prerequisite.name} ${found.version} is too old: at least ${prerequisite.minimum.join('.')} is needed.`
      : `${prerequisite.name} is missing: at least ${prerequisite.minimum.join('.')} is needed.`;
    lines.push(`${what} ${prerequisite.get}`);
  }
  return lines;
}

/** The command that starts Python, `python3` where there is one. */
export function pythonCommand() {
  const prerequisite = PREREQUISITES[1];
  return (prerequisite && findProgram(prerequisite).command) ?? 'python3';
}

/** @param {Prerequisite} prerequisite */
function findProgram(prerequisite) {
  let version;
  for (const [command = '', ...args] of prerequisite.commands) {
    const result = spawnSync(command, args, { encoding: 'utf8', env: { ...process.env, CHECKPOINT_DISABLE: '1' } });
    const match = /(\d+)\.(\d+)(?:\.\d+)?/.exec(result.status === 0 ? result.stdout : '');
    if (!match) continue;
    version ??= match[0];
    const minimum = command === 'tofu' ? TOFU_MINIMUM : prerequisite.minimum;
    if (isAtLeast([Number(match[1]), Number(match[2])], minimum)) return { ok: true, version: match[0], command };
  }
  return { ok: false, version };
}

/** @param {number[]} version @param {number[]} minimum */
function isAtLeast([major = 0, minor = 0], [wantedMajor = 0, wantedMinor = 0]) {
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
}
