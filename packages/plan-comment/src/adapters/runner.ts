import { info, runContext, setOutputs, writeSummary } from '@loki-adoption/action-kit';
import { type Inputs, readInputs } from '../inputs.ts';
import type { Ports } from '../ports.ts';
import { readPlanFiles, readTextFile, writeTextFile } from './files.ts';
import { postComment } from './github.ts';

/** The ports as a GitHub runner has them. */
export function runnerPorts(): Ports {
  const context = runContext();
  let inputs: Inputs | undefined;
  const read = () => {
    inputs ??= readInputs(context);
    return inputs;
  };
  return {
    inputs: read,
    readPlans: readPlanFiles,
    readText: readTextFile,
    writeText: writeTextFile,
    summarize: writeSummary,
    setOutputs,
    say: info,
    post: (request) => postComment(request, read().token ?? '', context),
  };
}
