import type {Connection} from '../call.ts';
import type {Clients} from '../connections.ts';
import {shapeOf} from '../shape.ts';

/** The caller's identity according to AWS. */
export interface Caller {
  /** The account, twelve digits. */
  readonly id: string;
  /** The user or the role's session. */
  readonly arn: string;
}

/** Needs no permission. */
export async function getCaller(sts: Connection<Clients['sts']>, signal: AbortSignal): Promise<Caller> {
  const {GetCallerIdentityCommand} = await import('@aws-sdk/client-sts');
  const action = 'sts:GetCallerIdentity';
  const answer = await sts.call(action, signal, new GetCallerIdentityCommand({}));
  const {required} = shapeOf(action);
  return {id: required(answer.Account, 'Account'), arn: required(answer.Arn, 'Arn')};
}
