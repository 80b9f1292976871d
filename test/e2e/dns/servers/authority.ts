/** A zone as a server has it. */
export interface ServedZone {
  /** Without a trailing dot; empty: the root. */
  readonly name: string;
  /** Lines of a zone file beside the SOA record; names are relative to the zone. */
  readonly lines: readonly string[];
  /** How long resolvers remember that something is not there, in seconds; default 60. */
  readonly minimum?: number | undefined;
}

/** The text of a zone file. */
export function zoneFile({name, lines, minimum = 60}: ServedZone): string {
  const soa = `@ ${minimum} IN SOA ns1 hostmaster 1 3600 600 86400 ${minimum}`;
  return [`$ORIGIN ${name}.`, '$TTL 60', soa, ...lines, ''].join('\n');
}

/** As the name of a file. */
export function zoneFileName(name: string): string {
  return `${name === '' ? 'root' : name}.zone`;
}
