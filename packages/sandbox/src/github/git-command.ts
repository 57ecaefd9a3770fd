import { execFile } from 'node:child_process';

const HERMETIC = {
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
  GIT_TERMINAL_PROMPT: '0',
  LC_ALL: 'C',
};
const MAX_OUTPUT = 64 * 1024 * 1024;

/** Runs git on one repository, with no configuration of the person or the machine taking part. */
export function createGitCommand(gitDir: string) {
  async function git(args: readonly string[], options: { input?: Buffer | string; env?: Record<string, string> } = {}) {
    const env = { PATH: process.env['PATH'] ?? '', ...HERMETIC, ...options.env };
    return new Promise<Buffer>((resolve, reject) => {
      const child = execFile(
        'git',
        ['--git-dir', gitDir, ...args],
        { env, encoding: 'buffer', maxBuffer: MAX_OUTPUT },
        (error, stdout, stderr) => {
          if (error) reject(new Error(`git ${args[0]} failed: ${stderr.toString().trim() || error.message}`));
          else resolve(stdout);
        },
      );
      // git may end before it has read everything, e.g. for a bad argument; its exit code tells.
      child.stdin?.on('error', () => {});
      child.stdin?.end(options.input ?? '');
    });
  }
  const text = async (args: readonly string[], options?: Parameters<typeof git>[1]) =>
    (await git(args, options)).toString('utf8').trim();

  return { git, text };
}
