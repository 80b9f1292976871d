import {askedNote, wantedCertificateFault} from '../../domain/certificates/client-certificates.ts';
import {clientCertificateFault} from '../../domain/certificates/handshake-refusal.ts';
import {judgeHeld} from '../../domain/certificates/presented-by-listener.ts';
import {presentedEvidence, presentedText} from '../../domain/certificates/presented-certificate.ts';
import {chainNote} from '../../domain/certificates/presented-chain.ts';
import {CLIENT_KINDS, judgePresented, requireSeen, unnamedNote} from '../../domain/certificates/presented-judgement.ts';
import {defineCheck, fail, pass} from '../../model/check.ts';
import {resourceParam, z} from '../../model/params.ts';
import {clauses} from '../../model/text/clauses.ts';
import {clientCertificatesParam, keyTypesParam, oneAddressParam, tlsPlaceParams} from '../../model/tls-params.ts';
import {answeredWithoutCertificate} from '../../readers/answered-without-certificate.ts';
import {browserHandshake, handshakesOf} from '../../readers/handshakes.ts';
import {listenerCertificates} from '../../readers/listener-certificates.ts';

export const certificateServesHost = defineCheck({
  id: 'tls/certificate-serves-host',
  title: 'What answers presents a certificate that clients of the host accept',
  why: 'What a listener holds is configuration; clients see what is presented, by whatever answers at the address that they were given. A certificate for another name, one that has ended or that comes without its intermediates ends every connection before a byte of HTTP.',
  fix: 'Present a certificate whose subject alternative names cover the host, within its dates, and send its intermediates with it.',
  byHand:
    'openssl s_client -connect <host>:<port> -servername <host> -showcerts </dev/null 2>/dev/null | openssl x509 -noout -subject -issuer -serial -dates -ext subjectAltName',
  links: [
    'https://www.rfc-editor.org/rfc/rfc9525',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/https-listener-certificates.html',
  ],
  facts: ['certificate', 'http', 'listenerCertificates', 'tls'],
  params: () => ({
    ...tlsPlaceParams(),
    address: oneAddressParam(),
    minDaysLeft: z.number().min(0).default(0).meta({
      description: 'How many days each certificate of the chain has to be valid for still',
    }),
    keyTypes: keyTypesParam(),
    alb: resourceParam(
      'loadBalancer',
      'The load balancer and listener whose certificate it has to be, by its serial number',
    ).optional(),
    clientCertificates: clientCertificatesParam(),
  }),
  async run({minDaysLeft, keyTypes = [], clientCertificates, alb, ...where}, {tls, http, aws, now}) {
    const {host} = where;
    const browser = browserHandshake(where);
    const [{looks, unseen}, listener] = await Promise.all([
      handshakesOf(
        {
          ...{today: browser, rsa: {...browser, keyType: 'rsa'}, ecdsa: {...browser, keyType: 'ecdsa'}},
          unnamed: {...browser, serverName: null},
        },
        tls,
      ),
      listenerCertificates(alb, aws),
    ]);
    const {today} = looks;
    // What clients are presented with that send no name is shown, and decides nothing.
    const [open = null] = CLIENT_KINDS.flatMap((kind) => unseen[kind] ?? []);
    const found = judgePresented(looks, keyTypes, {host, now, minDaysLeft, clientCertificates});
    const held = judgeHeld(looks, listener.attached, {host, now});
    const refused = today === undefined ? null : clientCertificateFault(today, clientCertificates);
    const faults = [...found.faults, ...held.faults, ...(refused === null ? [] : [refused])];
    const unnamed = looks.unnamed === undefined ? [] : [presentedEvidence(looks.unnamed, 'presented without SNI')];
    const grounds = {
      place: today?.place ?? `${host}:${where.port}`,
      expected: `a certificate that clients of ${host} accept`,
      evidence: [...found.evidence, ...unnamed, ...held.evidence],
    };
    if (faults.length > 0) return fail({...grounds, faults});
    if (open !== null) throw open;
    if (today === undefined) throw new Error('a handshake that came to nothing has a reason');
    requireSeen(today);
    if (listener.untold !== null) throw listener.untold;
    if (held.doubt !== null) throw held.doubt;
    const isAsked = today.clientCertificate === 'asked';
    const without = isAsked && !clientCertificates ? await answeredWithoutCertificate(where, http) : null;
    const wanted = without === null ? null : wantedCertificateFault(without);
    if (wanted !== null) return fail({...grounds, faults: [wanted]});
    return pass({
      ...grounds,
      actual: presentedText(today),
      because: clauses(
        held.same === null ? null : `it is ${held.same}`,
        chainNote(today.chain),
        isAsked ? askedNote(without) : null,
        unnamedNote(today, looks.unnamed),
      ),
    });
  },
});
