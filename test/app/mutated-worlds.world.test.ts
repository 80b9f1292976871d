import {expect} from 'chai';
import {judgeMutatedWorlds, type MutatedWorld} from '../../src/app/mutated-worlds.ts';
import {HEALTHY, recordingOf} from '../../src/lab/aws-world.ts';
import {RECORDED_AT} from '../../src/lab/worlds/names.ts';
import {KNOWN} from '../domain/world-mutations/index.ts';
import type {Survives} from '../domain/world-mutations/known.ts';
import {shippedChecklist} from '../lab/run-on-lab.ts';

const {region} = HEALTHY.loadBalancer;

describe('lab/mutated-worlds', () => {
  const worlds: MutatedWorld[] = [];

  before(async () => {
    const recording = recordingOf(HEALTHY, RECORDED_AT);
    const judged = await judgeMutatedWorlds({checklist: await shippedChecklist(), recording, stage: null, region});
    worlds.push(...judged.worlds);
  });

  it('are noticed by the shipped checklist, or have a reason (test/domain/world-mutations)', () => {
    const unexplained = worlds.filter((world) => world.noticedBy === null && !KNOWN.survivors.some(explains(world)));
    expect(unexplained.map(shown).join('\n')).to.equal('');
  });

  it('that have a reason for not being noticed are not', () => {
    const stale = KNOWN.survivors.flatMap((row) =>
      row.fields.split(' ').flatMap((field) => {
        const there = worlds.filter((world) => explains(world)({...row, fields: field}));
        const noticed = there.filter(({noticedBy}) => noticedBy !== null);
        if (there.length === 0) return [`${row.fact} ${field}: nothing is changed there`];
        // Where a row is about some places, one of them is enough for it.
        const isStale = row.at === null ? noticed.length > 0 : noticed.length === there.length;
        return isStale ? noticed.map((world) => `${shown(world)}: noticed by ${world.noticedBy}`) : [];
      }),
    );
    expect(stale.join('\n')).to.equal('');
  });
});

function explains({mutation, key, place}: MutatedWorld): (row: Survives) => boolean {
  return ({fact, fields, at}) =>
    fact === mutation.fact && fields.split(' ').includes(mutation.field) && (at === null || at.test(`${key} ${place}`));
}

function shown({mutation: {fact, field, breaks}, key, place, becomes, was, askedBy}: MutatedWorld): string {
  return `${fact} ${field} (no longer true: ${breaks}): ${key} ${place}: ${JSON.stringify(becomes)} instead of ${JSON.stringify(was)}; asked by ${askedBy.join(', ') || 'nobody'}`;
}
