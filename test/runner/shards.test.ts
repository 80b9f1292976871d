import {expect} from 'chai';
import fc from 'fast-check';
import {exitCodeOf} from '../../src/model/decision/exit-code.ts';
import {select} from '../../src/runner/selection.ts';
import {ALL, checklistOf, type ItemSketch, item, play} from './scene.ts';

/** The ids of each shard of a checklist. */
function shardsOf(sketches: readonly ItemSketch[], of: number): string[][] {
  const checklist = checklistOf(sketches.map(item));
  return Array.from({length: of}, (_, at) =>
    select(checklist, {...ALL, shard: {index: at + 1, of}}, 'ready').items.map(({id}) => id),
  );
}

const sketches = fc
  .uniqueArray(fc.string({minLength: 1, maxLength: 8, unit: fc.constantFrom(...'abcdefgh-')}), {
    minLength: 1,
    maxLength: 30,
  })
  .chain((ids) =>
    fc.tuple(
      ...ids.map((id, at) =>
        fc.record({
          id: fc.constant(id),
          groups: fc.constantFrom<string[]>([], ['G1'], ['G1', 'G2']),
          needs: at === 0 ? fc.constant<string[]>([]) : fc.subarray(ids.slice(0, at), {maxLength: 1}),
        }),
      ),
    ),
  );

describe('the shards of a checklist', () => {
  it('hold each item once, and what is linked by needs together', () => {
    fc.assert(
      fc.property(sketches, fc.integer({min: 1, max: 7}), (items, of) => {
        const shards = shardsOf(items, of);
        expect(shards.flat().toSorted()).to.deep.equal(items.map(({id}) => id).toSorted());
        for (const {id, needs} of items) {
          for (const need of needs) expect(shards.find((ids) => ids.includes(id))).to.include(need);
        }
      }),
    );
  });

  it('hold together what needs a group, and what the group needs', () => {
    const items = [
      {id: 'a', groups: ['dns'], needs: ['root']},
      {id: 'b', groups: ['dns']},
      {id: 'root'},
      {id: 'z', needs: ['dns']},
    ];
    for (const count of [2, 3, 5, 50]) {
      expect(
        shardsOf(items, count).filter((ids) => ids.length > 0),
        String(count),
      ).to.deep.equal([['a', 'b', 'root', 'z']]);
    }
  });

  it('move nothing else when an item is added, needs or no needs', () => {
    fc.assert(
      fc.property(sketches, fc.integer({min: 1, max: 7}), fc.nat(), (items, of, at) => {
        const [before, alone] = [shardsOf(items, of), shardsOf([...items, {id: 'Z-new'}], of)];
        expect(alone.map((ids) => ids.filter((id) => id !== 'Z-new'))).to.deep.equal(before);
        const needed = items[at % items.length]?.id ?? '';
        const linked = shardsOf([...items, {id: 'z-new', needs: [needed]}], of);
        expect(linked.map((ids) => ids.filter((id) => id !== 'z-new'))).to.deep.equal(before);
      }),
    );
  });

  it('do not hang on the order of the file', () => {
    fc.assert(
      fc.property(sketches, fc.integer({min: 1, max: 7}), (items, of) => {
        const sorted = (shards: string[][]) => shards.map((ids) => ids.toSorted());
        const flat = items.map(({id, groups}) => ({id, groups}));
        expect(sorted(shardsOf(flat.toReversed(), of))).to.deep.equal(sorted(shardsOf(flat, of)));
      }),
    );
  });

  it('are about as large where nothing is linked, and quick for 10,000 items in one chain', () => {
    const loose = Array.from({length: 1000}, (_, at) => ({id: `item-${at}`}));
    for (const ids of shardsOf(loose, 5)) expect(ids.length).to.be.within(150, 250);
    const chain = Array.from({length: 10_000}, (_, at) => ({id: `i${at}`, needs: at === 0 ? [] : [`i${at - 1}`]}));
    expect(
      shardsOf(chain, 3)
        .map(({length}) => length)
        .toSorted(),
    ).to.deep.equal([0, 0, 10_000]);
  });

  it('stay the same from version to version', () => {
    const ids = ['dns-record', 'port-443-open', 'stream-holds', 'old-gone', 'readme'].map((id) => ({id}));
    expect(shardsOf(ids, 3)).to.deep.equal(PINNED);
  });

  it('are selections, which say which share they are, and hold alone', async () => {
    const items = [{id: 'a'}, {id: 'b'}, {id: 'c'}];
    const {report} = await play({items, selection: {shard: {index: 1, of: 2}}});
    const {selection} = report;
    expect(selection).to.deep.equal({
      only: [],
      skip: [],
      tags: [],
      due: 3,
      notRun: 3 - report.items.length,
      shard: {index: 1, of: 2},
    });
    expect(report.decision?.verdict).to.equal('hold');
    expect(report.decision?.reasons.map(({code}) => code)).to.include('shards');
  });

  it('may be without items, which is no usage error and looked at nothing', async () => {
    const empty = shardsOf([{id: 'a'}], 2).findIndex((ids) => ids.length === 0) + 1;
    const {report} = await play({items: [{id: 'a'}], selection: {shard: {index: empty, of: 2}}});
    expect(report.items).to.deep.equal([]);
    expect([exitCodeOf([], {strict: false}), exitCodeOf([], {strict: false, allowEmpty: true})]).to.deep.equal([3, 0]);
  });
});

const PINNED = [['port-443-open', 'stream-holds', 'old-gone', 'readme'], ['dns-record'], []];
