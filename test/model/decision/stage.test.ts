import {expect} from 'chai';
import {canRollBack, isBeforeCutover, isDue, isDueLater, whyNotDue} from '../../../src/model/decision/stage.ts';

const STAGES = ['analysis', 'prepare', 'ready', 'cutover', 'soak', 'cleanup', 'after'];

describe('stages', () => {
  it('can be rolled back from cutover on, but for cleanup', () => {
    expect([...STAGES, 'rollback', null, 'unknown'].filter((stage) => canRollBack(stage, STAGES))).to.deep.equal([
      'cutover',
      'soak',
      'after',
    ]);
  });

  it('are before cutover, or not', () => {
    expect([...STAGES, 'rollback', null].filter((stage) => isBeforeCutover(stage, STAGES))).to.deep.equal([
      'analysis',
      'prepare',
      'ready',
    ]);
  });

  it('make an item due in them, and without one all but in a rollback', () => {
    expect(isDue(['ready'], 'ready')).to.equal(true);
    expect(isDue(['ready'], 'cutover')).to.equal(false);
    expect(isDue(['cleanup'], null)).to.equal(true);
    expect(isDue(['rollback'], null)).to.equal(false);
    expect(isDue(['rollback'], 'rollback')).to.equal(true);
  });

  it('make an item due later only when a later one has it', () => {
    expect(isDueLater(['soak'], 'ready', STAGES)).to.equal(true);
    expect(isDueLater(['prepare'], 'ready', STAGES)).to.equal(false);
    expect(isDueLater(['ready', 'soak'], 'ready', STAGES)).to.equal(false);
    expect(isDueLater(['rollback'], 'ready', STAGES)).to.equal(false);
    expect(isDueLater(['soak'], null, STAGES)).to.equal(false);
    expect(isDueLater(['soak'], 'rollback', STAGES)).to.equal(false);
  });

  it('say why an item is not due', () => {
    const rows: [string[], string | null, string][] = [
      [['ready', 'cutover'], 'prepare', 'not due before ready'],
      [['analysis', 'prepare'], 'ready', 'not due after prepare'],
      [['prepare', 'soak'], 'ready', 'not due in ready: it is in prepare, soak'],
      [['rollback'], 'ready', 'not due but in a rollback'],
      [['rollback'], null, 'not due but in a rollback'],
      [['ready'], 'rollback', 'not due in a rollback'],
      [[], 'ready', 'not due in any stage'],
    ];
    for (const [holdsIn, stage, text] of rows) expect(whyNotDue(holdsIn, stage, STAGES)).to.equal(text);
  });
});
