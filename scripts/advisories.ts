import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

// Known vulnerabilities of what the bundles are made of. A registry that doesn't answer is said, and is not a pass in silence.

interface Advisory {
  readonly module_name: string;
  readonly severity: string;
  readonly title: string;
  readonly url: string;
}

const SERIOUS = ['high', 'critical'];

const { packageManager } = JSON.parse(readFileSync('package.json', 'utf8')) as { packageManager: string };
const pnpm = packageManager.split('+')[0] ?? 'pnpm';
const { stdout, stderr } = spawnSync('npx', ['--yes', pnpm, 'audit', '--prod', '--json'], { encoding: 'utf8' });
const advisories = advisoriesIn(stdout);
if (advisories === undefined) {
  process.stdout.write(`::warning::Advisories could not be asked for: ${(stderr || stdout).trim().slice(0, 300)}\n`);
} else {
  for (const { module_name: name, severity, title, url } of advisories) {
    process.stdout.write(
      `::${SERIOUS.includes(severity) ? 'error' : 'notice'}::${name}: ${severity}: ${title} (${url})\n`,
    );
  }
  process.stdout.write(`${advisories.length} advisories\n`);
  if (advisories.some(({ severity }) => SERIOUS.includes(severity))) process.exitCode = 1;
}

function advisoriesIn(text: string): Advisory[] | undefined {
  try {
    const { advisories: found } = JSON.parse(text) as { advisories?: Readonly<Record<string, Advisory>> };
    return found && Object.values(found);
  } catch {
    return undefined;
  }
}
