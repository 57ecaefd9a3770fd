import type { IncomingHttpHeaders } from 'node:http';

/** A request as the wire has it. */
export interface AwsRequest {
  /** As it is signed for. */
  readonly service: string;
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  /** Absent where it is an object's content, which streams past. */
  readonly body?: Buffer;
}

export type Protocol = 'json' | 'query' | 'ec2' | 'rest-json' | 'rest-xml';
