import {expect} from 'chai';
import {zoneFor} from '../../../src/domain/dns/answering-zone.ts';
import type {SeenAbove} from '../../../src/domain/dns/zone-delegators.ts';
import type {KnownZone} from '../../../src/domain/dns/zone-findings.ts';
import {judgeSigning, parseSigner, type SigningAbove} from '../../../src/domain/dns/zone-signing.ts';
import type {DelegationSigner, ZoneSigning} from '../../../src/model/facts/aws-facts.ts';
import {record} from '../../support/aws-facts.ts';

const ZONE = {id: 'Z1', name: 'georgi.io', isPrivate: false};
const SERVERS = ['ns-1.awsdns-01.com', 'ns-2.awsdns-02.org'];
const DIGEST = 'AB'.repeat(32);
const SIGNER: DelegationSigner = {keyTag: 4711, algorithm: 13, digestType: 2, digest: DIGEST.toLowerCase()};
const UNSIGNED: ZoneSigning = {status: 'NOT_SIGNING', message: null, keys: []};

describe('the signing of a zone', () => {
  it('is as it should be where an active key is the one of the DS record', () => {
    const said = ['georgi.io is signed as its DS record says'];
    expect(judge(signed())).to.deep.equal({trust: 'secure', fault: null, said});
    const second = {...SIGNER, keyTag: 1};
    expect(judge(signed(), {signers: [second, SIGNER]}).fault, 'one of two, while keys are changed').to.equal(null);
    const other = {...SIGNER, digestType: 4, digest: 'FF'};
    expect(judge(signed(), {signers: [other]}).fault, 'a digest that cannot be compared').to.equal(null);
    const domain = {keyTag: 4711, algorithm: null, digestType: null, digest: null};
    expect(judge(signed(), {signers: [domain]}).fault).to.equal(null);
  });

  it('breaks what validates where the zone is not signed, or its signing is in trouble', () => {
    const because = (signing: ZoneSigning) => judge(signing).fault?.because;
    expect(because(UNSIGNED)).to.equal(
      'the registration of georgi.io has a DS record of georgi.io, and zone Z1 is not signed (NOT_SIGNING)',
    );
    expect(because({...signed(), status: 'DELETING'})).to.include('is not signed (DELETING)');
    expect(because({...signed(), status: 'ACTION_NEEDED', message: 'the KMS key was deleted'})).to.include(
      'is in state ACTION_NEEDED: the KMS key was deleted',
    );
    expect(because({...signed(), status: 'INTERNAL_FAILURE'})).to.include('INTERNAL_FAILURE');
    expect(because(signed({status: 'INACTIVE'}))).to.include(
      'no key-signing key of zone Z1 is active (ksk is INACTIVE)',
    );
    expect(because({...signed(), keys: []})).to.include('(it has none)');
    const isSure = (signing: ZoneSigning) => judge(signing).fault?.isSure;
    expect([isSure(UNSIGNED), isSure(signed({status: 'INACTIVE'}))]).to.deep.equal([true, true]);
    for (const status of ['ACTION_NEEDED', 'INTERNAL_FAILURE']) {
      expect([isSure({...signed(), status}), isSure(signed({status}))], status).to.deep.equal([false, false]);
    }
    for (const wrong of [{keyTag: 12}, {algorithm: 8}, {digest: 'CD'.repeat(32)}]) {
      const {fault} = judge(signed(), {signers: [{...SIGNER, ...wrong}]});
      expect(fault?.because).to.include('and zone Z1 is signed with 4711');
      expect(fault?.fix).to.include(`to 4711 13 2 ${DIGEST}.`);
    }
  });

  it('is nobody’s concern without a DS record, or with one in a zone that is not validated itself', () => {
    expect(judge(UNSIGNED, {signers: []})).to.deep.equal({trust: 'insecure', fault: null, said: []});
    expect(judge(signed(), {signers: []}).said.join()).to.include('without a DS record above nobody validates it');
    expect(judge({...signed(), status: 'ACTION_NEEDED'}, {signers: []}).fault).to.equal(null);
    const under = judge(UNSIGNED, {trust: 'insecure'});
    expect(under).to.deep.include({trust: 'insecure', fault: null});
    expect(under.said.join()).to.include('is not validated itself');
  });

  it('is said where nobody looked for a DS record, and is a fault where it may be needed', () => {
    const unseen = {trust: 'unknown', signers: null} as const;
    expect(judge(UNSIGNED, unseen)).to.deep.include({trust: 'insecure', fault: null});
    expect(judge(UNSIGNED, unseen).said.join()).to.include('was not looked at');
    expect(judge(signed(), unseen)).to.deep.include({trust: 'unknown', fault: null});
    expect(judge({...signed(), status: 'ACTION_NEEDED'}, unseen).fault?.because).to.include('was not looked at');
    expect(judgeSigning(ZONE, null, {...unseen, signers: [SIGNER], label: 'zone io'}).said.join()).to.include(
      'not looked at',
    );
  });

  it('is read from a DS record in one part or several', () => {
    expect(parseSigner(`4711 13 2 ${DIGEST}`)).to.deep.equal({...SIGNER, digest: DIGEST});
    expect(parseSigner(`4711 13 2 ${DIGEST.slice(0, 32)} ${DIGEST.slice(32)}`)).to.have.property('digest', DIGEST);
    expect(parseSigner('4711 13')).to.equal(null);
    expect(parseSigner('a b c d')).to.equal(null);
  });
});

describe('the zone that answers, where zones are signed', () => {
  it('is followed down as far as it is validated', () => {
    const ds = (value: string) => record({name: 'run.georgi.io', type: 'DS', values: [value]});
    const cut = record({name: 'run.georgi.io', type: 'NS', values: SERVERS});
    const find = (top: ZoneSigning, signers: readonly DelegationSigner[], value: string | null, child: ZoneSigning) =>
      zoneFor('mcp.run.georgi.io', [
        zone(
          'Z1',
          'georgi.io',
          top,
          {
            kind: 'registrar',
            domain: {
              name: 'georgi.io',
              nameServers: SERVERS.map((name) => ({name, glueIps: []})),
              statuses: [],
              signers,
            },
          },
          [cut, ...(value === null ? [] : [ds(value)])],
        ),
        zone('Z2', 'run.georgi.io', child, null, []),
      ]);
    const right = `4711 13 2 ${DIGEST}`;
    expect(find(signed(), [SIGNER], right, signed())).to.have.property('kind', 'answered');
    expect(find(signed(), [SIGNER], null, UNSIGNED)).to.have.property('kind', 'answered');
    expect(find(UNSIGNED, [], right, UNSIGNED), 'nobody validates above').to.have.property('kind', 'answered');
    const top = find(UNSIGNED, [SIGNER], null, UNSIGNED);
    expect(top).to.deep.include({kind: 'broken', what: 'resolvers that validate refuse its answers (SERVFAIL)'});
    const below = find(signed(), [SIGNER], right, UNSIGNED);
    expect(below).to.have.property('kind', 'broken');
    expect(below.because).to.include('zone georgi.io (Z1) has a DS record of run.georgi.io, and zone Z2 is not signed');
    expect(find(signed(), [SIGNER], '1 13 2 00', signed())).to.have.property('kind', 'broken');
  });

  it('is unknown where a DS record does not fit and nobody looked at what is above', () => {
    const cut = record({name: 'run.georgi.io', type: 'NS', values: SERVERS});
    const ds = record({name: 'run.georgi.io', type: 'DS', values: ['1 13 2 00']});
    const finding = zoneFor('mcp.run.georgi.io', [
      zone('Z1', 'georgi.io', signed(), {kind: 'taken'}, [cut, ds]),
      zone('Z2', 'run.georgi.io', UNSIGNED, null, []),
    ]);
    expect(finding).to.have.property('kind', 'unknown');
    expect(finding.because).to.include('whether resolvers validate that was not seen');
  });
});

function judge(signing: ZoneSigning, above: Partial<SigningAbove> = {}) {
  const label = 'the registration of georgi.io';
  return judgeSigning(ZONE, signing, {trust: 'secure', signers: [SIGNER], label, ...above});
}

function signed(key: Partial<ZoneSigning['keys'][number]> = {}): ZoneSigning {
  const dsRecord = `4711 13 2 ${DIGEST}`;
  const ksk = {name: 'ksk', status: 'ACTIVE', message: null, keyTag: 4711, algorithm: 13, dsRecord, ...key};
  return {status: 'SIGNING', message: null, keys: [ksk]};
}

function zone(
  id: string,
  name: string,
  signing: ZoneSigning,
  above: SeenAbove | null,
  records: KnownZone['records'],
): KnownZone {
  return {zone: {id, name, isPrivate: false}, records, delegation: {nameServers: SERVERS, vpcs: []}, above, signing};
}
