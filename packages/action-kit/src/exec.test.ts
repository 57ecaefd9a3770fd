import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { run } from './exec.ts';

test('run gives back both outputs and the exit code, and passes input, environment and folder', async () => {
  const script =
    'process.stdin.pipe(process.stdout); process.stderr.write(process.env.WORD + process.cwd()); process.exitCode = 3';
  const result = await run(process.execPath, ['-e', script], { input: 'hello', env: { WORD: 'in ' }, cwd: '/' });
  expect(result).toEqual({ exitCode: 3, stdout: 'hello', stderr: 'in /' });
});

test('shows the output while it runs when there is somewhere to show it', async () => {
  const log = new PassThrough();
  await run(process.execPath, ['-e', 'console.log("planning")'], { log });
  log.end();
  expect(await text(log)).toContain('planning');
});

test('a missing command is told by its name', async () => {
  await expect(run('no-such-command-here', [])).rejects.toThrow('"no-such-command-here" isn\'t installed');
});
