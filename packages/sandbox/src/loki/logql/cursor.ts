import { LokiError } from './ast.ts';
import { type Token, tokenize } from './lexer.ts';

/** The tokens of a query with a place to read at. */
export class Cursor {
  readonly #tokens: readonly Token[];
  #index = 0;

  constructor(query: string) {
    this.#tokens = tokenize(query);
  }

  get current(): Token {
    return this.#tokens[this.#index] ?? { kind: 'end', text: '', at: 0 };
  }

  at(text: string): boolean {
    return this.current.text === text && this.current.kind !== 'string';
  }

  advance(): Token {
    const token = this.current;
    this.#index += 1;
    return token;
  }

  accept(text: string): boolean {
    if (!this.at(text)) return false;
    this.advance();
    return true;
  }

  expect(text: string): void {
    if (!this.accept(text)) throw this.unexpected(text);
  }

  expectKind(kind: Token['kind']): string {
    if (this.current.kind !== kind) throw this.unexpected(kind);
    return this.advance().text;
  }

  unexpected(expected: string): LokiError {
    const found = this.current.kind === 'end' ? '$end' : this.current.text;
    return new LokiError(
      `parse error at line 1, col ${this.current.at + 1}: syntax error: unexpected ${found}, expecting ${expected}`,
    );
  }
}
