import type { Protocol } from './aws-request.ts';
import type { Finding } from './constraints.ts';
import { escapeXml } from './wire/xml.ts';

/** An error of AWS. */
export interface Refusal {
  readonly code: string;
  readonly message: string;
  /** 400 without. */
  readonly status?: number;
}

export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/** The error that the findings of the API model make, in the words of the service's kind. */
export function refusalOf(findings: readonly Finding[], protocol: Protocol, code: string): Refusal | undefined {
  const [first] = findings;
  if (first === undefined) return undefined;
  if (protocol === 'ec2') return ec2Refusal(first);
  // What is in the body lies below the one member that it is.
  const inBody = findings.some(({ path, kind }) => path.length > 1 || kind === 'absent');
  if (protocol === 'rest-xml' && inBody) return MALFORMED_XML;
  const words = findings.map(
    ({ path, value, constraint }) =>
      `Value ${shown(value)} at '${memberPath(path)}' failed to satisfy constraint: ${constraint}`,
  );
  const message = `${words.length} validation error${words.length === 1 ? '' : 's'} detected: ${words.join('; ')}`;
  return {
    code: protocol === 'json' && findings.some(({ kind }) => kind === 'type') ? 'SerializationException' : code,
    message,
  };
}

/** Source: docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html. */
export const MALFORMED_XML: Refusal = {
  code: 'MalformedXML',
  message: 'The XML you provided was not well-formed or did not validate against our published schema',
};

/** Source: docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html, MissingParameter and InvalidParameterValue. */
function ec2Refusal({ kind, path, value, constraint }: Finding): Refusal {
  const name = path.join('.');
  return kind === 'absent'
    ? { code: 'MissingParameter', message: `The request must contain the parameter ${name}` }
    : { code: 'InvalidParameterValue', message: `Value (${value}) for parameter ${name} is invalid. ${constraint}` };
}

function shown(value: unknown): string {
  if (value === undefined) return 'null';
  return `'${typeof value === 'object' ? JSON.stringify(value) : value}'`;
}

/** `Tags`, `1`, `Key` is `tags.1.member.key`. */
function memberPath(path: readonly string[]): string {
  return path
    .map((part) => (/^\d+$/.test(part) ? `${part}.member` : part.charAt(0).toLowerCase() + part.slice(1)))
    .join('.');
}

/** An error as the service's protocol writes it. */
export function answerOf({ code, message, status = 400 }: Refusal, protocol: Protocol): Answer {
  if (protocol === 'json' || protocol === 'rest-json') {
    return { status, contentType: 'application/x-amz-json-1.1', body: JSON.stringify({ __type: code, message }) };
  }
  const error = `<Code>${escapeXml(code)}</Code><Message>${escapeXml(message)}</Message>`;
  const body =
    protocol === 'ec2'
      ? `<Response><Errors><Error>${error}</Error></Errors><RequestID>sandbox</RequestID></Response>`
      : protocol === 'query'
        ? `<ErrorResponse><Error><Type>Sender</Type>${error}</Error><RequestId>sandbox</RequestId></ErrorResponse>`
        : `<Error>${error}<RequestId>sandbox</RequestId></Error>`;
  return { status, contentType: 'text/xml', body };
}
