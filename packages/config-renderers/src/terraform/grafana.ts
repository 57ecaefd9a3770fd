import { gzipSync } from 'node:zlib';
import { type Environment, grafanaServiceName, logGroup } from '@loki-adoption/environment';
import { UserError } from '@loki-adoption/errors';
import type { RenderedFile } from '../model.ts';
import { LIMIT_BYTES } from '../task-definition/container-definitions.ts';
import { contentsBelow } from './contents.ts';
import { launchType } from './launch-type.ts';

/** Which Grafana there is, if any. Only one of its own takes the rendered files: it carries them in its task definition. */
export function grafanaVariables(environment: Environment, rendered: readonly RenderedFile[]): object | null {
  const { service, existing } = environment.grafana;
  const names = { name: grafanaServiceName(environment), log_group: logGroup(environment, 'grafana') };
  if (service !== undefined) {
    const files = contentsBelow('grafana/provisioning/', rendered);
    checkSize(files);
    return {
      mode: 'service',
      ...names,
      image: service.image,
      launch_type: launchType(service.capacity),
      files,
      environment: service.environment,
      secrets: service.secrets,
      admin_password_secret_arn: service.adminPasswordSecretArn,
      ...(environment.loki.access.reader === undefined
        ? {}
        : { loki_password_secret_arn: environment.loki.access.reader }),
      client_security_group_ids: byThemselves(service.clientSecurityGroupIds),
    };
  }
  if (existing === undefined) return null;
  return {
    mode: 'existing',
    ...names,
    existing_security_group_ids: byThemselves(existing.securityGroupIds),
  };
}

/** Terraform wants names that stay: an id is one. */
function byThemselves(ids: readonly string[]): Record<string, string> {
  return Object.fromEntries(ids.map((id) => [id, id]));
}

/** Terraform packs like this and counts all of the task; an overflow is told here before there is a plan, and with what helps. */
function checkSize(files: Readonly<Record<string, string>>): void {
  const packed = Object.entries(files).map(([path, content]) => `\u001e\n${path}\n${content}`);
  const bytes = packed.length === 0 ? 0 : Math.ceil(gzipSync(packed.join('')).length / 3) * 4;
  if (bytes < LIMIT_BYTES) return;
  throw new UserError(
    `grafana.service: its ${packed.length} provisioned files have ${bytes} bytes when compressed, and with all else a task ` +
      `definition has ${LIMIT_BYTES}. Mount the rendered files in a Grafana of yours (grafana.existing), or name fewer grafana.dashboards.`,
  );
}
