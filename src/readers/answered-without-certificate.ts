import type {AnsweredWithout} from '../domain/certificates/client-certificates.ts';
import {refuseToJudge} from '../domain/http/refusal-doubt.ts';
import {CannotTell, NoAnswer} from '../model/errors.ts';
import type {HttpProbe} from '../model/facts/wire/probes.ts';
import type {TlsPlace} from './handshakes.ts';

/** What a server that asks for a certificate of the client says to a request of one that has none. */
export async function answeredWithoutCertificate(
  {host, port, address, within}: TlsPlace,
  http: Pick<HttpProbe, 'request'>,
): Promise<AnsweredWithout> {
  const url = `https://${host.includes(':') ? `[${host}]` : host}:${port}/`;
  try {
    const request = {method: 'GET', url, headers: {}, withinMs: within};
    const {answer, refusal, observer} = await http.request(address === undefined ? request : {...request, address});
    refuseToJudge(url, refusal, observer);
    if (answer !== null) return {url, status: answer.status, body: answer.body};
    throw unknown(url, refusal?.message ?? 'it did not answer');
  } catch (thrown) {
    if (!(thrown instanceof NoAnswer)) throw thrown;
    // It may be its application that is slow: that is not what is asked.
    throw unknown(url, thrown.message);
  }
}

function unknown(url: string, why: string): CannotTell {
  return new CannotTell(
    `GET ${url}: whether it serves clients without a certificate, which it asks for, is not known: ${why}`,
    'see with curl what it answers without `--cert`',
    {transient: true},
  );
}
