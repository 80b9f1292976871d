import {cp, mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect} from 'chai';
import {parseDocument, visit, type YAMLMap} from 'yaml';
import {startWorld} from '../../src/lab/start.ts';
import {API_HOST} from '../../src/lab/worlds/names.ts';
import type {Checklist} from '../../src/model/checklist.ts';
import type {Report} from '../../src/model/report.ts';
import {traceIn, URL_OF_STREAM} from '../trace/trace-worlds.ts';
import {runOnLab, SHIPPED_FOLDER, shippedChecklist} from './run-on-lab.ts';
import {UNUSUAL_WORLDS} from './unusual/index.ts';
import type {UnusualWorld} from './unusual/unusual-world.ts';

/** Who gets past an authorizer is not known in any world. */
const NOT_KNOWN: ReadonlySet<string> = new Set(['api-route']);

describe('lab/unusual', () => {
  it('are sorted by name', () => {
    const names = UNUSUAL_WORLDS.map(({name}) => name);
    expect(names).to.deep.equal(names.toSorted());
  });

  for (const world of UNUSUAL_WORLDS) {
    describe(`${world.name}: ${world.title}`, () => {
      let folder: string;
      let checklist: Checklist;

      before(async () => {
        folder = await mkdtemp(join(tmpdir(), 'unusual-'));
        checklist = await checklistOf(world, folder);
      });

      after(() => rm(folder, {recursive: true}));

      for (const stage of ['ready', 'cutover']) {
        it(`is green at ${stage}`, async () => {
          const report = await reportIn(world.aws, checklist, stage);
          const due = report.items.filter(({status}) => status !== 'not-due');
          const allowed = world.notGreen ?? {};
          const surprising = due.filter(({id, status}) => status !== (allowed[id]?.status ?? 'pass'));
          expect(surprising.map(({id, status, summary}) => `${id} is ${status}: ${summary}`).join('\n')).to.equal('');
        });
      }

      it('is in order for trace, too, for a stream and for the API', async () => {
        for (const url of [URL_OF_STREAM, `https://${API_HOST}/jessica-service/api/v1/status`]) {
          const {hops} = await traceIn(world.aws, {url});
          const broken = hops.filter(({kind, status}) => status !== 'ok' && !NOT_KNOWN.has(kind));
          expect(broken.map(({kind, status, because}) => `${kind} is ${status}: ${because}`).join('\n')).to.equal('');
        }
      });

      for (const {title, aws, item, says} of world.faults) {
        it(`is red where ${title}`, async () => {
          const report = await reportIn(aws, checklist, 'ready', [item]);
          const found = report.items.find(({id}) => id === item);
          expect(found?.status, found?.summary).to.equal('fail');
          expect(found?.summary).to.include(says);
        });
      }
    });
  }
});

async function reportIn(
  aws: UnusualWorld['aws'],
  checklist: Checklist,
  stage: string,
  only: readonly string[] = [],
): Promise<Report> {
  const lab = await startWorld('unusual', {aws, server: {heartbeatMs: 1000}});
  try {
    return await runOnLab(lab, checklist, stage, only);
  } finally {
    await lab.close();
  }
}

/** The shipped checklist with what such a team has written into it. */
async function checklistOf({with: changed = {}}: UnusualWorld, folder: string): Promise<Checklist> {
  const document = parseDocument(await readFile(join(SHIPPED_FOLDER, 'checklist.yaml'), 'utf8'));
  const found = new Set<string>();
  visit(document, {
    Map(_, item: YAMLMap) {
      const id = item.get('id');
      if (typeof id !== 'string' || changed[id] === undefined) return;
      found.add(id);
      for (const [name, value] of Object.entries(changed[id].params)) item.setIn(['with', name], value);
    },
  });
  expect([...found], 'items that are changed').to.have.members(Object.keys(changed));
  await cp(join(SHIPPED_FOLDER, 'lab'), join(folder, 'lab'), {recursive: true});
  await writeFile(join(folder, 'checklist.yaml'), document.toString());
  return await shippedChecklist(folder);
}
