import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { execute, run } from './exec.ts';

test('run gives back both outputs and the exit code, and passes input, environment and folder', async () => {
  const script =
    'process.stdin.pipe(process.stdout); process.stderr.write(process.env.WORD + process.cwd()); process.exitCode = 3';
  const result = await run(process.execPath, ['-e', script], { input: 'hello', env: { WORD: 'in ' }, cwd: '/' });
  expect(result).toEqual({ exitCode: 3, stdout: 'hello', stderr: 'in /' });
});

test('execute shows the output while it runs and returns it', async () => {
  const log = new PassThrough();
  const shown = text(log);
  expect(await execute(process.execPath, ['-e', 'console.log("a b")'], { log })).toBe('a b\n');
  log.end();
  expect(await shown).toContain('a b');
});

test('execute fails with the last words of the command', async () => {
  const args = ['-e', 'console.error("no such workspace"); process.exit(2)'];
  await expect(execute(process.execPath, args, { log: new PassThrough() })).rejects.toThrow(
    /exit code 2:\nno such workspace/,
  );
});

test('a missing command is told by its name', async () => {
  await expect(run('no-such-command-here', [])).rejects.toThrow('"no-such-command-here" isn\'t installed');
});
