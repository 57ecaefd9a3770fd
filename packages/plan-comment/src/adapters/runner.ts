import { info, optionalInput, runContext, setOutputs, writeSummary } from '@loki-adoption/action-kit';
import { type Inputs, readInputs } from '../inputs.ts';
import type { Ports } from '../ports.ts';
import { readPlanFiles, readTextFile, writeTextFile } from './files.ts';
import { gitHubPullRequests } from './github.ts';

/** The ports as a GitHub runner has them. */
export function runnerPorts(): Ports {
  const context = runContext();
  let inputs: Inputs | undefined;
  const read = () => {
    inputs ??= readInputs(context);
    return inputs;
  };
  const settings = () => {
    const { token = '', commit, pullRequest } = read();
    const isOfPullRequest = pullRequest?.isOfEvent === true;
    return { token, commit, isOfPullRequest, author: optionalInput('comment-author') };
  };
  return {
    inputs: read,
    readPlans: readPlanFiles,
    readText: readTextFile,
    writeText: writeTextFile,
    summarize: writeSummary,
    setOutputs,
    say: info,
    pullRequests: gitHubPullRequests(settings, context),
  };
}
