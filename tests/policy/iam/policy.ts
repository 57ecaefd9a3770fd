/** Operator → context key → expected values, such as `StringEquals` → `aws:ResourceTag/Project` → `demo`. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** One statement of a policy document, as IAM's JSON has it. */
export interface Statement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: '*' | Readonly<Record<string, string | readonly string[]>>;
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly NotResource?: string | readonly string[];
  readonly Condition?: Conditions;
}

export interface Policy {
  readonly Version?: string;
  readonly Statement: Statement | readonly Statement[];
}

/** Key → value of a request's context; a key that isn't there is absent. Names of keys match in any case. */
export type RequestContext = Readonly<Record<string, string | readonly string[]>>;

export function tagContext(of: 'Resource' | 'Request', tags: Readonly<Record<string, string>>): RequestContext {
  return Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:${of}Tag/${key}`, value]));
}

/** A call: `iam:PassRole` on `arn:aws:iam::…:role/…`. */
export interface Request {
  readonly action: string;
  readonly resource: string;
  readonly context?: RequestContext;
}

const ELEMENTS = new Set(['Sid', 'Effect', 'Principal', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition']);

/** The policy that a JSON text holds. Throws on an element that the evaluation doesn't know, rather than to overlook it. */
export function parsePolicy(text: string): Policy {
  const policy = JSON.parse(text) as Policy;
  for (const statement of statementsOf(policy)) {
    const unknown = Object.keys(statement).filter((element) => !ELEMENTS.has(element));
    if (unknown.length > 0) throw new Error(`a statement has ${unknown.join(', ')}, which isn't evaluated: ${text}`);
  }
  return policy;
}

export function statementsOf(policy: Policy): readonly Statement[] {
  return listOf(policy.Statement);
}

/** IAM takes one value in place of a list of one. */
export function listOf<T>(value: T | readonly T[] | undefined): readonly T[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? (value as readonly T[]) : [value as T];
}
