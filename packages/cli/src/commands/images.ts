import { type LoadedEnvironment, listEnvironments, loadEnvironment } from '@loki-adoption/environment';
import { createRegistry, livePorts } from '@loki-adoption/registry';
import { buildCommand } from '@stricli/core';
import type { Context } from '../context.ts';
import { environmentsFolder, requireEnvironments } from '../environments.ts';
import { UsageError } from '../exit-codes.ts';
import { checkImages } from '../images/check.ts';
import { findImages } from '../images/inventory.ts';
import { pinImages } from '../images/pin.ts';
import { environmentArguments, type JsonFlag, jsonFlag, report } from '../outcome.ts';
import { textOf } from '../replace-files.ts';

interface Flags extends JsonFlag {
  readonly check: boolean;
  readonly pin: boolean;
  readonly update: boolean;
  readonly platform: string;
}

/** What the Terraform modules register task definitions for (`runtime_platform`). */
const DEFAULT_PLATFORM = 'linux/arm64';

const toggle = { kind: 'boolean', default: false, withNegated: false } as const;

export const images = buildCommand({
  async func(this: Context, flags: Flags, ...names: string[]): Promise<void> {
    if (flags.check === flags.pin) throw new UsageError('Say what to do: either --check or --pin.');
    if (flags.update && !flags.pin) throw new UsageError('--update belongs to --pin.');
    const uses = findImages(requireEnvironments(this, names, { lenient: flags.pin }), textOf);
    const registry = createRegistry(livePorts(this.env));
    const { platform, update } = flags;
    const root = environmentsFolder(this.root);
    report(
      this,
      flags,
      flags.pin
        ? await pinImages(uses, registry, { root, all: validEnvironments(root), platform, update })
        : await checkImages(uses, registry, platform),
    );
  },
  parameters: {
    flags: {
      ...jsonFlag,
      check: { ...toggle, brief: 'Compare digests and platforms with the registries; a finding exits with 1' },
      pin: { ...toggle, brief: 'Write the digests of tags into the files that set the images' },
      update: { ...toggle, brief: 'With --pin: also where there is a digest already' },
      platform: {
        kind: 'parsed',
        parse: parsePlatform,
        brief: 'What the images have to run on',
        default: DEFAULT_PLATFORM,
        placeholder: 'os/arch',
      },
    },
    positional: environmentArguments,
  },
  docs: { brief: 'Check or pin the digests of all images' },
});

function parsePlatform(text: string): string {
  if (!/^[a-z0-9]+\/[a-z0-9]+(\/[a-z0-9]+)?$/.test(text)) {
    throw new UsageError(`--platform is "${text}": expected one such as ${DEFAULT_PLATFORM} or linux/amd64.`);
  }
  return text;
}

function validEnvironments(root: string): LoadedEnvironment[] {
  return listEnvironments(root)
    .map((name) => loadEnvironment(name, { root, lenient: true }))
    .filter((result) => result.ok);
}
