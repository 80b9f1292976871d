import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {expect} from 'chai';
import {CHECKS} from '../../src/checks/index.ts';
import type {Checklist} from '../../src/model/checklist.ts';
import type {ItemReport} from '../../src/model/report.ts';
import type {Breakage, EmulatedBreakage} from './failures/breakage.ts';
import {MOCKED} from './failures/breakages/mocked.ts';
import {RECORDED} from './failures/breakages/recorded.ts';
import {EMULATED_UNUSUAL, MOCKED_UNUSUAL, RECORDED_UNUSUAL, UNUSUAL} from './failures/breakages/unusual.ts';
import {BREAKAGES, EMULATED} from './failures/breakages.ts';
import {KNOWN_FAILURES} from './failures/known-failures.ts';
import {LAB, LAB_VARS} from './failures/lab-world.ts';
import {lookAtMocks, lookAtMoto, lookAtRecording, recordingIn, withEnvironment} from './failures/looks.ts';
import {type Message, readMessages, withoutIds, writeMessages} from './failures/messages.ts';
import {CHECKLIST_FILE, foreignTo, readChecklist} from './failures/run.ts';
import {buildWorld, type World} from './failures/world.ts';
import {type Moto, startMoto} from './support/moto.ts';
import {runReport} from './support/tool.ts';

/** `UPDATE_GOLDEN=1` writes the messages anew, for a reviewer to read; `npm run generate` then makes the page of them. */
const IS_UPDATE = process.env.UPDATE_GOLDEN === '1';

/** These are looked at with the built tool, in a process of its own. */
const AS_INSTALLED = [
  'the zone was created and never delegated to',
  'no rule forwards to the target group of streams',
  "the tasks' group does not admit the load balancer's",
];

describe('e2e: every failure is found by the items that are meant to find it', function () {
  this.timeout(180_000);
  const said: Record<string, Record<string, Message>> = {};

  after(() => {
    if (!IS_UPDATE) return;
    // Of some of the tests, or of all.
    const before = readMessages();
    writeMessages(Object.fromEntries(BREAKAGES.map(({fault}) => [fault, said[fault] ?? before[fault] ?? {}])));
  });

  /** Exactly the items that are meant to, with exactly the messages that the docs show. */
  function expectFound({fault, fails, cannotTell = []}: Breakage, items: readonly ItemReport[]): void {
    const found = items.filter(({status}) => status !== 'pass');
    expect(withStatus(found, 'fail'), listed(found)).to.have.members(fails);
    expect(withStatus(found, 'error'), listed(found)).to.have.members(cannotTell);
    expect(found).to.have.length(fails.length + cannotTell.length);
    const messages = Object.fromEntries(
      found.map(({id, summary, fix}) => [id, {says: withoutIds(summary), toDo: withoutIds(fix ?? '')}]),
    );
    said[fault] = messages;
    if (!IS_UPDATE) expect(messages).to.deep.equal(readMessages()[fault]);
  }

  describe('in the emulator', () => {
    const started = new AsyncDisposableStack();
    let moto: Moto;
    let world: World;
    let checklist: Checklist;

    before(async () => {
      moto = await startMoto();
      started.defer(() => moto.close());
      world = await buildWorld(moto.url);
      started.defer(() => world.close());
      checklist = await readChecklist(varsOf(world));
    });

    after(() => started.disposeAsync());

    const look = (only: readonly string[] = []) =>
      withEnvironment(world.env, () => lookAtMoto(checklist, moto.url, only));

    /** The world is mended whatever was found in it. */
    async function whileBroken(breaks: EmulatedBreakage['breaks'], find: () => Promise<void>): Promise<void> {
      const mend = await breaks(world);
      try {
        await find();
      } finally {
        await mend();
      }
    }

    it('nothing fails in the right world', async () => {
      expect(notPassed(await look())).to.deep.equal([]);
    });

    for (const breakage of EMULATED) {
      it(breakage.fault, async () => {
        await whileBroken(breakage.breaks, async () => expectFound(breakage, await look()));
        expect(notPassed(await look([...breakage.fails, ...(breakage.cannotTell ?? [])]))).to.deep.equal([]);
      });
    }

    for (const {what, makes: breaks} of EMULATED_UNUSUAL) {
      it(`unusual, and right: ${what}`, async () => {
        await whileBroken(breaks, async () => {
          expect(notPassed(await look())).to.deep.equal([]);
        });
      });
    }

    it('nothing fails in the mended world', async () => {
      expect(notPassed(await look())).to.deep.equal([]);
    });

    for (const breakage of EMULATED.filter(({fault}) => AS_INSTALLED.includes(fault))) {
      it(`as installed: ${breakage.fault}`, async () => {
        const vars = Object.entries(varsOf(world)).flatMap(([name, value]) => ['--var', `${name}=${value}`]);
        const skip = foreignTo('moto', checklist).flatMap((id) => ['--skip', id]);
        const args = [CHECKLIST_FILE, '--endpoint-url', moto.url, ...vars, ...skip];
        await whileBroken(breakage.breaks, async () => {
          const {code, report} = await runReport(args, {env: world.env});
          expectFound(breakage, report.items);
          expect(code).to.equal(1);
        });
      });
    }
  });

  describe('on a recording', () => {
    let checklist: Checklist;

    before(async () => {
      checklist = await readChecklist(LAB_VARS);
    });

    it('nothing fails in the right world', async () => {
      expect(notPassed(await lookAtRecording(checklist))).to.deep.equal([]);
    });

    for (const breakage of RECORDED) {
      it(breakage.fault, async () => {
        expectFound(breakage, await lookAtRecording(checklist, breakage.breaks));
      });
    }

    for (const {what, makes} of RECORDED_UNUSUAL) {
      it(`unusual, and right: ${what}`, async () => {
        expect(notPassed(await lookAtRecording(checklist, makes))).to.deep.equal([]);
      });
    }

    it('as installed, with --replay', async () => {
      const [breakage] = RECORDED;
      if (breakage === undefined) throw new Error('nothing was recorded');
      const folder = await mkdtemp(path.join(tmpdir(), 'migrate-check-replay-'));
      try {
        const file = path.join(folder, 'facts.json');
        await writeFile(file, JSON.stringify(await recordingIn(breakage.breaks(LAB))));
        const vars = Object.entries(LAB_VARS).flatMap(([name, value]) => ['--var', `${name}=${value}`]);
        const skip = foreignTo('lab', checklist).flatMap((id) => ['--skip', id]);
        const {code, report} = await runReport([CHECKLIST_FILE, '--replay', file, ...vars, ...skip]);
        expectFound(breakage, report.items);
        expect(code).to.equal(1);
      } finally {
        await rm(folder, {recursive: true});
      }
    });
  });

  describe("behind the SDK's clients", () => {
    let checklist: Checklist;

    before(async () => {
      checklist = await readChecklist(LAB_VARS);
    });

    it('nothing fails in the right world', async () => {
      expect(notPassed(await lookAtMocks(checklist))).to.deep.equal([]);
    });

    for (const breakage of MOCKED) {
      it(breakage.fault, async () => {
        expectFound(breakage, await lookAtMocks(checklist, breakage));
      });
    }

    for (const {what, operation, makes: breaks} of MOCKED_UNUSUAL) {
      it(`unusual, and right: ${what}`, async () => {
        expect(notPassed(await lookAtMocks(checklist, {operation, breaks}))).to.deep.equal([]);
      });
    }
  });

  describe('the table', () => {
    it('names each fault once', () => {
      const faults = BREAKAGES.map(({fault}) => fault);
      expect(faults).to.deep.equal([...new Set(faults)]);
      expect(UNUSUAL).to.deep.equal([...new Set(UNUSUAL)]);
    });

    it('breaks the emulated world in at least 40 ways', () => {
      expect(EMULATED.length).to.be.at.least(40);
    });

    it('has a case of each known failure that configuration shows, and of no other', () => {
      const shown = KNOWN_FAILURES.filter(({onlyOnTheWire}) => onlyOnTheWire === undefined);
      const cases = new Set(BREAKAGES.flatMap(({known}) => known));
      expect([...cases].sort((a, b) => a - b)).to.deep.equal(shown.map(({number}) => number));
    });

    it('has an item for every check that looks at AWS', async () => {
      const {items} = await readChecklist(LAB_VARS);
      const used = new Set(items.map(({check}) => check?.id));
      const checks = CHECKS.filter(({touches}) => touches === 'aws');
      expect(checks.map(({id}) => id).filter((id) => !used.has(id))).to.deep.equal([]);
    });

    it('has a breakage for every item of its checklist', async () => {
      const {items} = await readChecklist(LAB_VARS);
      const caught = new Set(BREAKAGES.flatMap(({fails}) => fails));
      expect(items.map(({id}) => id).filter((id) => !caught.has(id))).to.deep.equal([]);
    });
  });
});

function varsOf({guards}: World): Readonly<Record<string, string>> {
  return {office: guards.prefixListId};
}

function withStatus(items: readonly ItemReport[], wanted: ItemReport['status']): string[] {
  return items.filter(({status}) => status === wanted).map(({id}) => id);
}

function notPassed(items: readonly ItemReport[]): string[] {
  return items.filter(({status}) => status !== 'pass').map(({id, status, summary}) => `${id}: ${status}: ${summary}`);
}

function listed(items: readonly ItemReport[]): string {
  return `found:\n${items.map(({id, status, summary}) => `${id}: ${status}: ${summary}`).join('\n')}\n`;
}
