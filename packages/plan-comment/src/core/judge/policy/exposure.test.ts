import { describe, expect, test } from 'vitest';
import { findings, type Side } from '../../../testing/findings.ts';

const GROUP = 'aws_security_group';
const RULE = 'aws_vpc_security_group_ingress_rule';
const ACCESS = 'aws_s3_bucket_public_access_block';
const open = (rest: object = {}) => ({ cidr_blocks: ['10.0.0.0/8', '0.0.0.0/0'], ...rest });
const opens = (what: string) => [`warning open-ingress: lets in ${what}`];

describe('what opens to everybody', () => {
  test.each<[string, string, Side, Side, string[]]>([
    ['a default group', 'aws_default_security_group', null, { ingress: [open()] }, opens('`0.0.0.0/0`')],
    ['another object with such a block', 'aws_other', null, { ingress: [open()], ...open() }, []],
    ['another object that has a direction', 'aws_other', null, open({ type: 'ingress' }), []],
    ['a group’s egress', GROUP, null, { egress: [open()], ingress: [] }, []],
    ['an old rule', 'aws_security_group_rule', null, { type: 'ingress', ...open() }, opens('`0.0.0.0/0`')],
    ['a rule for IPv6', RULE, null, { cidr_ipv6: '::/0' }, opens('`::/0`')],
    [
      'a rule for every protocol',
      RULE,
      null,
      { cidr_ipv4: '0.0.0.0/0', ip_protocol: '-1' },
      opens('`0.0.0.0/0` on every port'),
    ],
    ['a number of a protocol', GROUP, null, { ingress: [open({ protocol: -1 })] }, opens('`0.0.0.0/0` on every port')],
    [
      'a range of ports',
      RULE,
      null,
      { cidr_ipv4: '0.0.0.0/0', from_port: 1, to_port: 9 },
      opens('`0.0.0.0/0` on ports 1 to 9'),
    ],
    ['half a range of ports', RULE, null, { cidr_ipv4: '0.0.0.0/0', from_port: 1 }, opens('`0.0.0.0/0`')],
    ['the other half', RULE, null, { cidr_ipv4: '0.0.0.0/0', to_port: 1 }, opens('`0.0.0.0/0`')],
    ['a rule for some', RULE, null, { cidr_ipv4: '0.0.0.0/1' }, []],
    [
      'both families',
      GROUP,
      null,
      { ingress: [open({ ipv6_cidr_blocks: ['::/0'] })] },
      [...opens('`0.0.0.0/0`'), ...opens('`::/0`')],
    ],
    [
      'all four switches',
      ACCESS,
      null,
      {
        block_public_acls: false,
        block_public_policy: false,
        ignore_public_acls: false,
        restrict_public_buckets: false,
      },
      [
        'warning public-bucket: switches off `block_public_acls`, `block_public_policy`, `ignore_public_acls`, `restrict_public_buckets`',
      ],
    ],
    ['a switch that was off', ACCESS, { block_public_acls: false }, { block_public_acls: false, x: 1 }, []],
    [
      'a bucket with an ACL',
      'aws_s3_bucket',
      null,
      { acl: 'public-read-write' },
      ['danger public-bucket: gives everybody access (`public-read-write`)'],
    ],
    ['a bucket that was public', 'aws_s3_bucket', { acl: 'public-read' }, { acl: 'public-read', x: 1 }, []],
    ['a bucket that is private', 'aws_s3_bucket_acl', null, { acl: 'private' }, []],
    ['an ACL that only ends so', 'aws_s3_bucket_acl', null, { acl: 'not-public-' }, []],
    ['an ACL that isn’t known', 'aws_s3_bucket_acl', null, { acl: 1 }, []],
    ['another object’s ACL', 'aws_s3_object', null, { acl: 'public-read' }, []],
    [
      'a function',
      'aws_lambda_function_url',
      null,
      { authorization_type: 'NONE' },
      ['danger public-endpoint: can be called by everybody'],
    ],
    ['a function with callers', 'aws_lambda_function_url', null, { authorization_type: 'AWS_IAM' }, []],
    ['a method of an API', 'aws_api_gateway_method', null, { authorization_type: 'NONE' }, []],
    ...['aws_lb', 'aws_alb', 'aws_elb'].map((type): [string, string, Side, Side, string[]] => [
      'a load balancer',
      type,
      { internal: true },
      { internal: false },
      ['warning public-endpoint: faces the internet'],
    ]),
    ['an inner load balancer', 'aws_lb', null, { internal: true }, []],
    ['another object called internal', 'aws_x', null, { internal: false }, []],
    [
      'a database that was public',
      'aws_db_instance',
      { publicly_accessible: true },
      { publicly_accessible: true, x: 1 },
      [],
    ],
    [
      'tasks that had public addresses',
      'aws_ecs_service',
      { network_configuration: [{ assign_public_ip: true }] },
      { network_configuration: [{ assign_public_ip: true }], x: 1 },
      [],
    ],
    [
      'one of two networks',
      'aws_ecs_service',
      null,
      { network_configuration: [{ assign_public_ip: true }, {}] },
      ['warning public-endpoint: gives its tasks public addresses'],
    ],
    [
      'a function’s image',
      'aws_lambda_function',
      null,
      { image_uri: 'a:latest' },
      ['warning image-latest: image `a:latest` has no fixed version'],
    ],
    ['another object’s image', 'aws_x', null, { image_uri: 'a:latest', container_definitions: '[{"image":"a"}]' }, []],
    ['no image', 'aws_lambda_function', null, { image_uri: '' }, []],
    [
      'a registry with a port',
      'aws_lambda_function',
      null,
      { image_uri: 'r:5000/a' },
      ['warning image-latest: image `r:5000/a` has no fixed version'],
    ],
  ])('%s', (_, type, before, after, expected) => {
    expect(findings(type, [before === null ? 'create' : 'update'], before, after)).toEqual(expected);
  });

  test('what keeps a bucket private is let go of, or replaced', () => {
    const [was, is] = [{ block_public_acls: true }, { block_public_acls: true, x: 1 }];
    expect(findings(ACCESS, ['forget'], was, null)).toEqual(['warning public-bucket: no longer blocks public access']);
    expect(findings(ACCESS, ['delete', 'create'], was, is)).toEqual([]);
  });
});
