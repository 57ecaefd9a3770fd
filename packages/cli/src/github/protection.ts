import { type Environment, planningEnvironment } from '@loki-adoption/environment';

/** A GitHub environment whose jobs get a role in AWS. */
export interface ProtectedEnvironment {
  readonly name: string;
  /** One of them has to approve; none: nobody has to. */
  readonly reviewers: readonly string[];
  /** Whether its role changes things: then only the branch that deploys may use it. Plans come from any pull request. */
  readonly deploys: boolean;
}

/** The two GitHub environments of an environment, in the order in which bootstrap makes them. */
export function protectedEnvironments({ name, protection }: Environment): ProtectedEnvironment[] {
  return [
    { name, reviewers: protection.approvers, deploys: true },
    { name: planningEnvironment(name), reviewers: [], deploys: false },
  ];
}

/** Repositories made from this moment on have their numbers in the subjects of their tokens. */
const IMMUTABLE_SINCE = '2026-07-15';

export type Subject = 'legacy' | 'immutable';

export function subjectByAge(createdAt: string | undefined): Subject {
  return (createdAt ?? '') >= IMMUTABLE_SINCE ? 'immutable' : 'legacy';
}
