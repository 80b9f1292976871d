import {generate} from 'selfsigned';

export interface Identity {
  readonly key: string;
  readonly cert: string;
}

/** A CA for tests, and certificates of it. */
export interface TestAuthority {
  readonly cert: string;
  certificateFor(names: readonly string[], validity?: {notBeforeDate?: Date; notAfterDate?: Date}): Promise<Identity>;
}

export async function makeTestAuthority(): Promise<TestAuthority> {
  const authority = await generate([{name: 'commonName', value: 'Test CA'}], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [{name: 'basicConstraints', cA: true, critical: true}],
  });
  return {
    cert: authority.cert,
    async certificateFor(names, validity = {}) {
      const made = await generate([{name: 'commonName', value: names[0] ?? ''}], {
        keyType: 'ec',
        algorithm: 'sha256',
        ca: {key: authority.private, cert: authority.cert},
        extensions: [{name: 'subjectAltName', altNames: names.map((value) => ({type: 2, value}))}],
        ...validity,
      });
      return {key: made.private, cert: made.cert};
    },
  };
}
