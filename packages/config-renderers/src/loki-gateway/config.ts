import { type Environment, hasLokiTenants } from '@loki-adoption/environment';
import { LOKI_HTTP_PORT, LOKI_LOCAL_PORT } from '../addresses.ts';
import { queryTimeoutSeconds } from '../loki/limits.ts';
import { type Directive, nginxBlock, openLocation, printNginx, quoted, temporaryPaths } from '../nginx.ts';
import { DELETION, ROUTES, type Route, type Use } from './routes.ts';
import { allTenants, gatewayUsers, pushTenants } from './users.ts';

/** Everything that the gateway writes lies here: the image's own folders belong to root. */
export const GATEWAY_FOLDER = '/tmp/gateway';
/** Where the gateway says that it runs. What Loki says is at /ready. */
export const GATEWAY_HEALTH_PATH = '/-/gateway';

/** A sidecar sends 1 MiB at most, compressed; Loki takes as much in one message of gRPC. */
const LARGEST_PUSH = '16m';

/**
 * The configuration of the nginx in front of Loki. Loki has no access control: anything that reaches it can delete lines,
 * stop it, and push as any service. So it listens where only its own task reaches it.
 */
export function gatewayConfig(environment: Environment): string {
  return printNginx([
    'daemon off',
    'worker_processes 1',
    'worker_rlimit_nofile 4096',
    `pid ${GATEWAY_FOLDER}/nginx.pid`,
    '# Lower levels show a whole request, and queries can have what they look for in them.',
    'error_log stderr crit',
    nginxBlock('events', 'worker_connections 2048'),
    nginxBlock('http', ...http(environment)),
  ]);
}

function http(environment: Environment): Directive[] {
  return [
    ...temporaryPaths(GATEWAY_FOLDER),
    'server_tokens off',
    'default_type text/plain',
    '# Only what was refused, and without the query.',
    `log_format refused escape=json '{"time":"$time_iso8601","client":"$remote_addr","user":"$remote_user",` +
      `"method":"$request_method","path":"$uri","status":$status,"seconds":$request_time}'`,
    nginxBlock('map $status $is_refused', 'default 0', '~^[45] 1'),
    'access_log /dev/stdout refused if=$is_refused',
    ...maps(environment),
    nginxBlock('upstream loki', `server 127.0.0.1:${LOKI_LOCAL_PORT}`, 'keepalive 64'),
    nginxBlock('server', ...server(environment)),
  ];
}

/** What follows from who asks. */
function maps(environment: Environment): Directive[] {
  if (!hasLokiTenants(environment)) return [];
  const either = environment.loki.access.push === 'either';
  const deleting = allTenants(environment).map((tenant) => `${tenant} ${tenant}`);
  return [
    ...(either ? [nginxBlock('map $http_authorization $push_realm', 'default Loki', `${quoted('')} off`)] : []),
    nginxBlock(
      'map $remote_user $push_tenant',
      `default ${quoted('')}`,
      ...(either ? [`${quoted('')} ${allTenants(environment)[0]}`] : []),
      ...pushTenants(environment).map(([user, tenant]) => `${user} ${tenant}`),
    ),
    nginxBlock(
      'map $http_x_scope_orgid $deletion_tenant',
      `default ${quoted('')}`,
      `${quoted('')} ${allTenants(environment)[0]}`,
      ...deleting,
    ),
  ];
}

function server(environment: Environment): Directive[] {
  const routes = environment.loki.deletion === 'disabled' ? ROUTES : [...ROUTES, DELETION];
  // Longer than Loki takes for a query: its own error says more than one from here.
  const patience = `${queryTimeoutSeconds(environment) + 90}s`;
  return [
    `listen ${LOKI_HTTP_PORT}`,
    `client_max_body_size ${LARGEST_PUSH}`,
    'large_client_header_buffers 4 64k',
    `send_timeout ${patience}`,
    'proxy_http_version 1.1',
    'proxy_request_buffering off',
    'proxy_max_temp_file_size 0',
    'proxy_connect_timeout 5s',
    `proxy_send_timeout ${patience}`,
    `proxy_read_timeout ${patience}`,
    '# Headers can make Loki take lines for those of another policy or tenant: only these go on to it.',
    'proxy_pass_request_headers off',
    ...headers(environment),
    ...(hasLokiTenants(environment) ? [`set $tenant ${quoted('')}`] : []),
    ...(environment.loki.access.reader === undefined ? [] : asksFor('readers')),
    ...routes.map((route) => location(environment, route)),
    nginxBlock(`location = ${GATEWAY_HEALTH_PATH}`, 'auth_basic off', 'access_log off', `return 200 ${quoted('ok')}`),
    nginxBlock(
      'location /',
      `return 403 ${quoted('closed: this address of Loki takes lines and answers queries, nothing else')}`,
    ),
    ...(asksPushers(environment)
      ? [
          nginxBlock(
            'location @unknown_pusher',
            '# Sidecars try again for ever after this, and drop their lines after a 401: a new password would cost lines.',
            `return 503 ${quoted('no line was taken: user or password is wrong or missing')}`,
          ),
        ]
      : []),
  ];
}

function headers(environment: Environment, connection = quoted('')): Directive[] {
  const passed = ['Content-Encoding', 'Accept', 'Accept-Encoding', 'User-Agent', 'X-Loki-Response-Encoding-Flags'];
  return [
    'proxy_set_header Host loki',
    `proxy_set_header Connection ${connection}`,
    'proxy_set_header Content-Type $content_type',
    ...passed.map((name) => `proxy_set_header ${name} $http_${name.toLowerCase().replaceAll('-', '_')}`),
    ...(hasLokiTenants(environment) ? ['proxy_set_header X-Scope-OrgID $tenant'] : []),
  ];
}

function location(environment: Environment, { paths, methods, use }: Route): Directive {
  return openLocation(
    paths,
    methods,
    ...whoMay(environment, use),
    // Never the path as it was sent: Loki could read it as another one.
    'proxy_pass http://loki$path$is_args$args',
  );
}

function whoMay(environment: Environment, use: Use): Directive[] {
  const tenant = (value: string) => (hasLokiTenants(environment) ? [`set $tenant ${value}`] : []);
  const every = quoted(allTenants(environment).join('|'));
  switch (use) {
    case 'ready':
      return ['auth_basic off'];
    case 'push':
      if (!asksPushers(environment)) return ['auth_basic off', ...tenant('$push_tenant')];
      return [
        ...asksFor('pushers', environment.loki.access.push === 'either' ? '$push_realm' : 'Loki'),
        'error_page 401 = @unknown_pusher',
        ...tenant('$push_tenant'),
      ];
    case 'read':
      return tenant(every);
    case 'tail':
      return [
        'proxy_read_timeout 1h',
        ...headers(environment, 'upgrade'),
        'proxy_set_header Upgrade $http_upgrade',
        ...['Key', 'Version', 'Extensions', 'Protocol'].map(
          (name) => `proxy_set_header Sec-WebSocket-${name} $http_sec_websocket_${name.toLowerCase()}`,
        ),
        ...tenant(every),
      ];
    case 'delete':
      return [...asksFor('operators'), ...tenant('$deletion_tenant')];
  }
}

function asksFor(file: string, realm = 'Loki'): Directive[] {
  return [`auth_basic ${realm}`, `auth_basic_user_file ${GATEWAY_FOLDER}/${file}`];
}

function asksPushers(environment: Environment): boolean {
  return gatewayUsers(environment).some(({ file }) => file === 'pushers');
}
