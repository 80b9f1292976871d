import type {Value} from './terraform-value.ts';

/** The members of `var`, `local`, `each`: each is worked out when it is asked for. */
export class Namespace {
  readonly member: (name: string) => Value;

  constructor(member: (name: string) => Value) {
    this.member = member;
  }
}

/** What the names mean that an expression begins with. A name that is not here is for Terraform to resolve. */
export type Scope = ReadonlyMap<string, Value | Namespace>;
