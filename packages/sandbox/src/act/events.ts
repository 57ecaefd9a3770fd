/** A line of `act --json`; the fields that are read here. */
interface ActLine {
  readonly msg?: string;
  readonly level?: string;
  readonly job?: string;
  readonly jobID?: string;
  readonly step?: string;
  readonly stage?: string;
  readonly stepID?: readonly string[];
  readonly stepResult?: string;
  readonly jobResult?: string;
  readonly raw_output?: boolean;
  readonly command?: string;
  readonly content?: string;
  readonly name?: string;
  readonly arg?: string;
}

export interface JobOutcome {
  readonly name: string;
  readonly result: string;
  /** Markdown that the job's steps wrote to the job summary. */
  readonly summary: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly failedSteps: readonly string[];
  /** Everything the job printed. */
  readonly log: string;
}

interface Job {
  name: string;
  result: string;
  summary: string;
  outputs: Record<string, string>;
  failedSteps: string[];
  log: string[];
}

/** `step`: a step has begun. `log`: a line that one printed. */
export type Progress = (text: string, kind: 'step' | 'log') => void;

/** Collects what a workflow run did from act's JSON lines. */
export class RunRecorder {
  readonly #jobs = new Map<string, Job>();
  readonly #messages: string[] = [];
  readonly #onProgress: Progress;

  constructor(onProgress: Progress) {
    this.#onProgress = onProgress;
  }

  line(text: string): void {
    const line = parse(text);
    if (line === undefined) {
      if (text.trim() !== '') this.#messages.push(text);
      return;
    }
    if (line.job === undefined) {
      if (line.level === 'error' || line.level === 'fatal') this.#messages.push(line.msg ?? '');
      return;
    }
    this.#record(line, this.#job(line.job));
  }

  jobs(): JobOutcome[] {
    return [...this.#jobs.values()].map((job) => ({ ...job, log: job.log.join('') }));
  }

  /** What act itself said outside of any job, such as a workflow that it can't read. */
  messages(): string {
    return this.#messages.join('\n');
  }

  #record(line: ActLine, job: Job): void {
    if (line.raw_output === true) {
      job.log.push(line.msg ?? '');
      const text = (line.msg ?? '').trim();
      if (text !== '') this.#onProgress(text, 'log');
    }
    if (line.command === 'summary') job.summary += line.content ?? '';
    if (line.command === 'set-output' && line.name !== undefined) job.outputs[line.name] = line.arg ?? '';
    if (line.command === 'error' || line.command === 'warning')
      job.log.push(`${line.command}: ${line.arg ?? line.msg ?? ''}\n`);
    if (line.stage === 'Main' && line.msg?.startsWith('⭐') === true && line.stepID?.length === 1)
      this.#onProgress(`${job.name}: ${stepTitle(line)}`, 'step');
    if (line.stepResult === 'failure' && line.stepID?.length === 1) job.failedSteps.push(stepTitle(line));
    if (line.jobResult !== undefined) job.result = line.jobResult;
  }

  /** act pads names to the width of the longest. */
  #job(padded: string): Job {
    const name = padded.trim();
    const known = this.#jobs.get(name);
    if (known !== undefined) return known;
    const job: Job = { name, result: 'unfinished', summary: '', outputs: {}, failedSteps: [], log: [] };
    this.#jobs.set(name, job);
    return job;
  }
}

function stepTitle(line: ActLine): string {
  return (line.step ?? '').split('\n')[0] ?? '';
}

function parse(text: string): ActLine | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
