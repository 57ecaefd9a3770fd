import { run } from '@stricli/core';
import { app } from './app.ts';
import { createContext } from './context.ts';
import { exitCodeOf } from './exit-codes.ts';
import { serveThread } from './render/threads.ts';

if (!serveThread()) {
  const context = createContext(process);
  await run(app, process.argv.slice(2), context);
  process.exitCode = exitCodeOf(context.process.exitCode);
}
