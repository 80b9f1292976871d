import {domainToASCII} from 'node:url';
import {Flags} from '@oclif/core';
import {UsageError} from '../../model/errors.ts';

const LABEL = '[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?';
const HOST_NAME = new RegExp(`^(?=.{1,253}$)(${LABEL}\\.)+(?=[a-z0-9-]*[a-z])${LABEL}$`);

/** A host name given with a flag, in the form that DNS and certificates have. */
export const hostFlag = Flags.custom<string>({
  helpValue: 'NAME',
  async parse(text) {
    const name = domainToASCII(text.replace(/\.$/, ''));
    if (HOST_NAME.test(name)) return name;
    const host = URL.canParse(text) ? new URL(text).hostname : '';
    const hint = HOST_NAME.test(host) ? `. Did you mean "${host}"?` : ' such as mcp.example.com';
    throw new UsageError(`"${text}" is not a host name${hint}`);
  },
});
