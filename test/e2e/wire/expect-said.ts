import {expect} from 'chai';
import type {ExpectedLook, WireRow} from './row.ts';
import type {Looked} from './run.ts';
import {type Said, type SaidOfRow, withoutMeasures} from './said.ts';

/** Of a row, what is said now, and what the docs show: that may be of another day, and has to be as right. */
export function expectRowSaid(row: WireRow, looked: readonly Looked[], told: readonly SaidOfRow[]): void {
  for (const {look, item} of looked.filter((each) => each.row === row)) {
    if (item instanceof Error) throw item;
    expectSaid(look, {status: item.status, says: item.summary, toDo: item.fix ?? ''});
  }
  const shown = told.find(({what}) => what === row.what);
  for (const [index, look] of row.looks.entries()) expectSaid(look, shown?.said[index]);
}

/** @param rows by what stands in front or behind. */
export function saidOf(
  rows: Readonly<Record<string, readonly WireRow[]>>,
  looked: readonly Looked[],
): readonly SaidOfRow[] {
  return Object.entries(rows).flatMap(([where, here]) =>
    here.map((row) => ({
      where,
      what: row.what,
      clients: row.clients?.get ?? null,
      said: looked.filter((each) => each.row === row).map(saidBy),
    })),
  );
}

function expectSaid(look: ExpectedLook, said: Omit<Said, 'check'> | undefined): void {
  const {status = '', says = '', toDo = ''} = said ?? {};
  const message = `${look.check}: ${status}: ${says}\n  to do: ${toDo}\n`;
  expect(status, message).to.equal(look.status);
  for (const words of look.says ?? []) expect(says, message).to.match(words);
  for (const words of look.toDo ?? []) expect(toDo, message).to.match(words);
  for (const words of look.never ?? []) expect(`${says} ${toDo}`, message).not.to.match(words);
}

function saidBy({look: {check}, item}: Looked): Said {
  if (item instanceof Error) throw item;
  const {status, summary, fix} = item;
  return {check, status, says: withoutMeasures(summary), toDo: withoutMeasures(fix ?? '')};
}
