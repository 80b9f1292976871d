import {didYouMean} from '../../model/text/did-you-mean.ts';
import type {ServerState} from '../server-state.ts';
import type {AnyFault} from './fault.ts';
import {FAULTS} from './index.ts';

/** A requested fault. */
export interface ActiveFault {
  readonly fault: AnyFault;
  readonly value: never;
}

/** A fault written as NAME or NAME=VALUE, or what is wrong with it, in general or on this server. */
export function parseFault(text: string, state: Pick<ServerState, 'basePath'>): ActiveFault | string {
  const [, name = '', value] = /^([^=]*)(?:=(.*))?$/s.exec(text) ?? [];
  const fault = FAULTS.find((known) => known.name === name);
  if (fault === undefined) {
    const near = didYouMean(
      name,
      FAULTS.map((known) => known.name),
    );
    return `there is no fault "${name}"; serve --list-faults names them.${near}`;
  }
  if (fault.value === null) {
    return value === undefined ? {fault, value: undefined as never} : `"${text}": ${name} takes no value`;
  }
  const parsed = value === undefined ? null : fault.value.parse(value);
  if (parsed !== null) {
    const problem = fault.problem?.(parsed, state) ?? null;
    return problem === null ? {fault, value: parsed} : `"${text}": ${problem}`;
  }
  return `"${text}": the value must be ${fault.value.means}, as in ${name}=${fault.value.example}`;
}
