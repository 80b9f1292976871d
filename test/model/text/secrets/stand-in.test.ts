import {expect} from 'chai';
import {KnownSecrets} from '../../../../src/model/text/secrets/known-secrets.ts';
import {standInsFor} from '../../../../src/model/text/secrets/stand-in.ts';

describe('stand-ins for secrets', () => {
  it('are as long, of the same kinds of characters, and other ones', () => {
    const secret = 'aZf9-0z/Fé"ß';
    const standIn = standInsFor(new KnownSecrets([secret]))(`<${secret}>`);
    expect(standIn).to.equal('<bUa1-1u/Aß"ä>');
    expect(standInsFor(new KnownSecrets(['90127']))('{"pin": 90127}')).to.equal('{"pin": 11238}');
  });

  it('are in values and in the keys of somebody else, not in words and names of ours', () => {
    const standIns = standInsFor(new KnownSecrets(['refused', 'headers', 'body']));
    expect(
      standIns({kind: 'refused', message: 'refused', headers: {body: 'x', kind: 'refused'}, list: ['body', 443, null]}),
    ).to.deep.equal({
      kind: 'refused',
      message: 'sfavtfe',
      headers: {cpez: 'x', kind: 'sfavtfe'},
      list: ['cpez', 443, null],
    });
  });

  it('make one copy of one object', () => {
    const standIns = standInsFor(new KnownSecrets(['hunter2']));
    const rule = {arn: 'hunter2'};
    const [all, first] = [standIns([rule, {arn: 'x'}]), standIns(rule)];
    expect(all.indexOf(first)).to.equal(0);
  });

  it('are not made for what is not plain', () => {
    expect(() => standInsFor(new KnownSecrets(['hunter2']))({at: /hunter2/})).to.throw('RegExp is not a plain value');
  });
});
