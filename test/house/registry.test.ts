import {existsSync, globSync, readFileSync} from 'node:fs';
import {basename, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {expect} from 'chai';
import * as registry from '../../src/checks/index.ts';
import {BY_HAND_NAMES} from '../../src/model/by-hand-names.ts';
import type {AnyCheck} from '../../src/model/check.ts';
import {AWS_SERVICES} from '../../src/model/facts/aws-facts.ts';
import {paramDocs} from '../../src/model/param-docs.ts';
import {resourceKindOf} from '../../src/model/params.ts';
import {openQuote} from '../../src/model/text/shell.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const {CHECKS} = registry;

/** `Get`s that hand out what must stay secret, or that do more than read. */
const NOT_READING = [
  /^secretsmanager:/,
  /^ssm:GetParameter/,
  /^kms:/,
  /^s3:GetObject/,
  /^iam:GetAccessKey/,
  /^sts:Get(?!CallerIdentity)/,
  /^ecr:GetAuthorizationToken/,
  /^codeartifact:GetAuthorizationToken/,
  /^acm:GetCertificate/,
  /^lambda:GetFunction/,
  /^cognito-idp:Get/,
];

const idsOfFiles = globSync('src/checks/*/**/*.ts', {cwd: root})
  .map((file) => file.replaceAll('\\', '/').replace(/^src\/checks\/(.*)\.ts$/, '$1'))
  .sort();

function camelCase(kebab: string): string {
  return kebab.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}

describe('the registry of checks', () => {
  it('lists every file under src/checks once, sorted, by the id that is its path', () => {
    expect(CHECKS.map(({id}) => id)).to.deep.equal(idsOfFiles);
    expect(idsOfFiles).not.to.be.empty;
  });

  it('exports the list and nothing else', () => {
    expect(Object.keys(registry)).to.deep.equal(['CHECKS']);
  });

  for (const check of CHECKS) {
    describe(check.id, () => {
      it('is the one export of its file, named as the file is', async () => {
        const exported: Record<string, AnyCheck> = await import(`../../src/checks/${check.id}.ts`);
        expect(Object.keys(exported)).to.deep.equal([camelCase(basename(check.id))]);
        expect(Object.values(exported)[0]).to.equal(check);
      });

      it('has a test beside it', () => {
        const path = join(root, `test/checks/${check.id}.test.ts`);
        expect(existsSync(path), path).to.equal(true);
        expect(readFileSync(path, 'utf8')).to.include(camelCase(basename(check.id)));
      });

      it('is a claim, not an order', () => {
        expect(check.id).to.match(/^[a-z0-9]+\/[a-z0-9]+(-[a-z0-9]+)*$/);
        expect(basename(check.id)).not.to.match(/^(check|validate|verify|ensure|test)\b/);
      });

      it('says why it matters, what to do, how to see it by hand and where to read on', () => {
        const {why, fix, byHand, links} = check;
        for (const text of [check.title, why, fix, byHand]) expect(text.trim()).to.have.length.above(10);
        expect(links).not.to.be.empty;
        for (const link of links) expect(new URL(link).protocol).to.equal('https:');
      });

      it('has a command by hand that can be filled whatever becomes of an item', () => {
        const {byHand} = check;
        const params = paramDocs(check);
        // A word in capitals that stands for something is a name: nothing else would fill it.
        expect(byHand.replace(/<\w+>/g, '').match(/\b[A-Z]+_[A-Z_]+\b/), byHand).to.equal(null);
        for (const {0: written, 1: name = '', index} of byHand.matchAll(/<([a-z]\w*)>/gi)) {
          if (params.some((param) => param.name === name)) continue;
          const kind = BY_HAND_NAMES[name]?.of;
          const given = params.filter(({required}) => required).map((param) => check.params.shape[param.name]);
          const kinds = given.map((schema) => resourceKindOf(schema as Parameters<typeof resourceKindOf>[0]));
          expect(kinds, `${written} needs a resource that every item names`).to.include(kind);
          // There no command could stand for it.
          expect(openQuote(byHand.slice(0, index)), written).not.to.equal("'");
        }
      });

      it('asks by hand only services whose account and region are known', () => {
        const known = [...AWS_SERVICES.flatMap(({commands}) => commands)];
        for (const [, service] of check.byHand.matchAll(/\baws ([a-z0-9]+) [a-z0-9-]+/g)) {
          expect(known).to.include(service);
        }
      });

      it('describes every parameter and refuses any other', () => {
        for (const {name, description} of paramDocs(check)) expect(description.trim(), name).to.have.length.above(5);
        const {error} = check.params.safeParse({thereIsNoSuchParameter: 1});
        expect(error?.issues.map(({code}) => code)).to.include('unrecognized_keys');
      });

      it('needs actions that only read, sorted', () => {
        expect(check.iam).to.deep.equal([...new Set(check.iam)].sort());
        for (const action of check.iam) {
          // API Gateway has one verb for all reading; which paths it reaches is narrowed by `iam`.
          expect(action).to.match(
            /^([a-z0-9-]+:(BatchGet|Describe|Get|Head|List|Lookup|Test)[A-Z]\w*|apigateway:GET)$/,
          );
          for (const pattern of NOT_READING) expect(action).not.to.match(pattern);
        }
      });

      it('lists its facts sorted', () => {
        expect(check.facts).to.deep.equal([...new Set(check.facts)].sort());
      });
    });
  }
});
