/** The run may not start, or may not go on: the ledger says that it isn't its turn. */
export class Refused extends Error {
  override readonly name = 'Refused';
}
