/** An error that the ECS API would answer, by its code. */
export class EcsError extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}
