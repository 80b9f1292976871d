import {expect} from 'chai';
import {fileContains} from '../../../src/checks/repo/file-contains.ts';
import {CannotTell} from '../../../src/model/errors.ts';
import type {MarkdownComment, MarkdownHeading} from '../../../src/model/facts/repo-facts.ts';
import {worldOf} from '../../support/wire-facts.ts';

const HEADINGS: readonly MarkdownHeading[] = [
  {level: 1, text: 'Service', markdown: 'Service', line: 1},
  {level: 2, text: 'Roll back', markdown: '**Roll** back', line: 9},
];

function judge(
  text: string | null,
  params: Record<string, unknown>,
  comments: readonly MarkdownComment[] | null = null,
) {
  const headings = text === null ? null : HEADINGS;
  const world = worldOf({
    files: {read: async (path) => ({path, text}), markdown: async (path) => ({path, headings, comments})},
  });
  return fileContains.run(fileContains.params.parse({path: 'README.md', ...params}), world);
}

const README = '# Service\n\nIntro\n\n```sh\n# Not a heading\n```\n\n## **Roll** back\n\nSet **priority** 90.\n';

describe('repo/file-contains', () => {
  it('finds a text and a heading, and says where', async () => {
    const verdict = await judge(README, {text: '**priority** 90', heading: 'Roll back'});
    expect(verdict.status).to.equal('pass');
    expect(verdict.evidence.map(({source}) => source)).to.deep.equal(['README.md:11', 'README.md:9']);
  });

  it('finds a heading as it is written, too', async () => {
    expect((await judge(README, {heading: '**Roll**  back'})).status).to.equal('pass');
    expect((await judge(README, {heading: ' Roll\nback '})).status).to.equal('pass');
  });

  it('looks for headings nowhere but among the headings', async () => {
    const verdict = await judge(README, {heading: 'Not a heading'});
    expect(verdict.status).to.equal('fail');
    expect(verdict.summary).to.equal('README.md: has no heading "Not a heading"; its headings are: Service, Roll back');
  });

  it('names a near miss', async () => {
    expect((await judge(README, {heading: 'Rollback'})).summary).to.contain('did you mean "Roll back"?');
    expect((await judge(README, {text: 'intro'})).summary).to.contain('line 3 has it in different case');
  });

  it('fails when either is missing', async () => {
    expect((await judge(README, {text: 'Intro', heading: 'Absent'})).status).to.equal('fail');
    expect((await judge(README, {text: 'absent', heading: 'Service'})).status).to.equal('fail');
  });

  it('reads text over line ends of either sort', async () => {
    expect((await judge('a\r\nb\r\n', {text: 'a\nb'})).status).to.equal('pass');
  });

  it('reads a letter that is two characters', async () => {
    expect((await judge('R\u00fcckfall', {text: 'Ru\u0308ckfall'})).status).to.equal('pass');
  });

  it('fails on a text that is only in a comment of Markdown', async () => {
    const text = '# a\r\n<!-- roll back -->\r\n';
    const comments = [{start: 5, end: 23}];
    const verdict = await judge(text, {text: 'roll back'}, comments);
    expect(verdict.status).to.equal('fail');
    expect(verdict.summary).to.contain('has the text "roll back" only in a comment (line 2), which no reader sees');
    const seen = await judge(`${text}\r\nroll back\r\n`, {text: 'roll back'}, comments);
    expect(seen).to.include({status: 'pass', summary: 'README.md: text "roll back" in line 4'});
    expect((await judge(text, {text: '<!-- roll back'}, comments)).status).to.equal('pass');
    expect((await judge(text, {text: 'roll back', path: 'page.html'}, comments)).status).to.equal('pass');
  });

  it('cannot tell what a heading is in other formats', async () => {
    for (const path of ['deploy.sh', 'README.rst', 'Makefile', 'a/b.adoc']) {
      const thrown = await judge(README, {path, heading: 'Service'}).catch((error: unknown) => error);
      expect(thrown, path).to.be.instanceOf(CannotTell);
    }
    for (const path of ['README', 'docs/a.MD', 'a.markdown']) {
      expect((await judge(README, {path, heading: 'Service'})).status, path).to.equal('pass');
    }
  });

  it('fails when there is no such file', async () => {
    const verdict = await judge(null, {text: 'x'});
    expect(verdict).to.include({
      status: 'fail',
      summary: 'README.md: there is no such file, not one with the text "x"',
    });
  });

  it('cannot tell from a file that cannot be read', async () => {
    const refuse = () => Promise.reject(new CannotTell('README.md: no permission', 'chmod'));
    const world = worldOf({files: {read: refuse, markdown: refuse}});
    const thrown = await fileContains.run({path: 'README.md', text: 'x'}, world).catch((error: unknown) => error);
    expect(thrown).to.be.instanceOf(CannotTell);
  });

  it('wants a text or a heading', () => {
    expect(fileContains.params.safeParse({path: 'a'}).success).to.equal(false);
    expect(fileContains.params.safeParse({path: 'a', text: ''}).success).to.equal(false);
  });
});
