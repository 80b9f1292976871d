import {getServers} from 'node:dns';
import type {NameServer} from '../../../model/facts/wire/names.ts';
import {resolverAt} from '../../../model/text/resolver-address.ts';

/** The servers that this machine asks, as the system says. */
export function systemServers(): readonly string[] {
  return getServers();
}

export interface ResolverChoice {
  /** Of the system. */
  readonly system: () => readonly string[];
  /** Of the checklist; `system` stands for those of the system. */
  readonly listed: readonly string[];
  /** `--dns-server`: these and no others. */
  readonly instead: readonly string[];
}

/** Each once, in order. */
export function chosenResolvers({system, listed, instead}: ResolverChoice): readonly NameServer[] {
  const texts = instead.length > 0 ? instead.map((text) => ({text, isSystem: false})) : listedResolvers(system, listed);
  const chosen = new Map<string, NameServer>();
  for (const {text, isSystem} of texts) {
    const place = resolverAt(text);
    if (place === null) continue;
    const key = `${place.address}#${place.port}`;
    if (!chosen.has(key)) chosen.set(key, {...place, name: null, role: 'resolver', isSystem});
  }
  return [...chosen.values()];
}

function listedResolvers(system: () => readonly string[], listed: readonly string[]) {
  return listed.flatMap((text) =>
    text === 'system' ? system().map((one) => ({text: one, isSystem: true})) : [{text, isSystem: false}],
  );
}
