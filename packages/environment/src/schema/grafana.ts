import * as z from 'zod';
import { capacity, image, notSecret, secretArn, securityGroupId, variable } from './values.ts';

/** Dashboards that can be provisioned. */
export const DASHBOARDS = ['logs', 'migration', 'loki', 'sidecars', 'cost'] as const;

const service = z.strictObject({
  image,
  capacity: capacity.default('ec2').describe('Grafana runs on either.'),
  adminPasswordSecretArn: secretArn.describe(
    "Secret with the administrator's password; :key:: behind the ARN names one value of several.",
  ),
  environment: z
    .record(variable, z.string())
    .default({})
    .describe('GF_… variable → text, such as a root URL or single sign-on. No passwords here.'),
  secrets: z
    .record(variable, secretArn)
    .default({})
    .describe('GF_… variable → ARN of a Secrets Manager secret, such as a client secret of single sign-on.'),
  notSecret,
  clientSecurityGroupIds: z
    .array(securityGroupId)
    .default([])
    .describe('Who may reach port 3000, such as a load balancer. Default: nobody outside of the namespace.'),
});

const existing = z.strictObject({
  roleName: z
    .string()
    .regex(/^[A-Za-z0-9+=,.@_-]{1,64}$/, 'expected the name of an IAM role')
    .describe('The role that it runs with, which may query the metrics then.'),
  securityGroupIds: z.array(securityGroupId).min(1).describe('Its security groups, which Loki lets in.'),
});

/** What is provisioned for Grafana, and which Grafana it is. */
export const grafanaSchema = z
  .strictObject({
    enabled: z.boolean().describe('Whether data sources and dashboards are rendered.'),
    dashboards: z
      .array(z.enum(DASHBOARDS))
      .default([...DASHBOARDS])
      .describe('Default: all.'),
    service: service
      .optional()
      .describe('A Grafana on ECS with what is rendered. Default: the rendered files are mounted by their owner.'),
    existing: existing
      .optional()
      .describe('A Grafana that runs already and is let in; its provisioning stays with it.'),
  })
  .describe('What is provisioned for Grafana, and which Grafana it is.');
