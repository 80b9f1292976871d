import {FAULT_GROUPS, FAULTS} from './index.ts';

/** `name=SYNTAX`. */
export function faultUsage({name, value}: {name: string; value: {readonly syntax: string} | null}): string {
  return value === null ? name : `${name}=${value.syntax}`;
}

export function faultsAsText(): string {
  const groups = FAULT_GROUPS.map(({title, faults}) => {
    const lines = faults.map((fault) => `  ${faultUsage(fault)}\n    ${fault.does}`);
    return `${title.toUpperCase()}\n${lines.join('\n')}`;
  });
  return groups.join('\n\n');
}

export function faultsAsJson(): string {
  const list = FAULTS.map(({name, value, does, seenAs}) => ({
    name,
    value: value === null ? null : {syntax: value.syntax, means: value.means, example: value.example},
    does,
    seenAs,
  }));
  return JSON.stringify(list, null, 2);
}
