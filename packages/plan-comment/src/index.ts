import { runAction } from '@loki-adoption/action-kit';
import { runnerPorts } from './adapters/runner.ts';
import { main } from './main.ts';

await runAction(() => main(runnerPorts()));
