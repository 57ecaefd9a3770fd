import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createGitHub,
  explainGitHubError,
  info,
  runContext,
  setOutputs,
  upsertComment,
  warning,
  writeSummary,
} from '@loki-adoption/action-kit';
import { formatProblem, formatSource, loadEnvironments } from '@loki-adoption/environment';
import { UserError } from '@loki-adoption/errors';
import type { IssueComment, Ports } from '../ports.ts';

/** The ports of a job on a GitHub runner. */
export function runnerPorts(): Ports {
  return { loadEnvironment: load, writeFile, keepComment, writeSummary, setOutputs, info, warning };
}

function load(name: string, root: string): ReturnType<Ports['loadEnvironment']> {
  const result = loadEnvironments([name], { root }).get(name);
  if (result === undefined) throw new Error(`${name} was neither loaded nor refused`);
  for (const found of result.warnings) warning(formatProblem(found));
  if (result.ok) {
    const { environment, locate } = result;
    return { environment, sourceOf: (path) => formatSource(locate(path)) };
  }
  throw new UserError(
    `The environment is not valid:\n${result.problems.map((found) => formatProblem(found)).join('\n')}`,
  );
}

function writeFile(name: string, text: string): string {
  const folder = process.env['RUNNER_TEMP'] || tmpdir();
  mkdirSync(folder, { recursive: true });
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

async function keepComment({ issue, token, marker, body }: IssueComment): Promise<string> {
  const context = runContext();
  try {
    const posted = await upsertComment({
      github: await createGitHub(token, context),
      owner: context.owner,
      repo: context.repo,
      issueNumber: issue,
      marker,
      body,
      order: { run: context.runNumber, attempt: context.runAttempt, commit: context.sha },
    });
    return posted.url;
  } catch (error) {
    throw explainGitHubError(error, `The comment on issue ${issue}`);
  }
}
