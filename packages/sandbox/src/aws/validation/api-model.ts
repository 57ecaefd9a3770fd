import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { UserError } from '@loki-adoption/errors';

/** A reference to a shape; the names are those of the wire. */
export interface Member {
  readonly shape: string;
  readonly location?: 'uri' | 'querystring' | 'header' | 'headers' | 'statusCode';
  readonly locationName?: string;
  readonly queryName?: string;
  readonly flattened?: boolean;
}

/** A type of an API, as AWS publishes it for its SDKs. */
export interface Shape {
  readonly type: string;
  readonly members?: Readonly<Record<string, Member>>;
  readonly required?: readonly string[];
  readonly payload?: string;
  readonly member?: Member;
  readonly key?: Member;
  readonly value?: Member;
  readonly flattened?: boolean;
  readonly enum?: readonly string[];
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
}

export interface Operation {
  readonly name: string;
  readonly http: { readonly method: string; readonly requestUri: string };
  readonly input?: { readonly shape: string };
  readonly deprecated?: boolean;
  readonly httpChecksum?: { readonly requestChecksumRequired?: boolean };
}

export interface ApiModel {
  readonly metadata: { readonly protocols: readonly string[] };
  readonly operations: Readonly<Record<string, Operation>>;
  readonly shapes: Readonly<Record<string, Shape>>;
}

/** Services that botocore calls something else than signatures do. */
const FOLDERS: Readonly<Record<string, string>> = {
  aps: 'amp',
  elasticloadbalancing: 'elbv2',
  monitoring: 'cloudwatch',
};

/** The API models in the botocore of this Python's environment, each read when it is first asked for. */
export function apiModels(pythonBin: string): (service: string) => ApiModel | undefined {
  const [data] = globSync(join(dirname(pythonBin), '../lib/python*/site-packages/botocore/data'));
  if (data === undefined) throw new UserError(`${pythonBin} has no botocore: "npm run demo" installs it.`);
  const known = new Map<string, ApiModel | undefined>();
  return (service) => {
    if (!known.has(service)) known.set(service, read(join(data, FOLDERS[service] ?? service)));
    return known.get(service);
  };
}

function read(folder: string): ApiModel | undefined {
  if (!existsSync(folder)) return undefined;
  const newest = readdirSync(folder).sort().at(-1) ?? '';
  return JSON.parse(gunzipSync(readFileSync(join(folder, newest, 'service-2.json.gz'))).toString());
}

export function shapeOf(model: ApiModel, { shape }: { readonly shape: string }): Shape {
  return model.shapes[shape] ?? { type: 'unknown' };
}
