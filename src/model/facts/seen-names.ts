import type {NameLook, NameQuestion, NameServer, NamesProbe} from './wire/names.ts';

/** One question to one server, and who asked. */
export interface SeenName {
  /** Ids, in the order they asked. */
  readonly items: readonly string[];
  /** Of several looks the last one. */
  readonly look: NameLook;
}

/** What DNS servers said in a run: each question to each of them once in each round, however many items asked it. */
export class SeenNames {
  readonly #seen = new Map<string, {items: Set<string>; look: NameLook | null}>();

  /** The same probe, of which what was seen is noted when it comes, in the order in which it was asked. */
  noting(names: NamesProbe, item: string): NamesProbe {
    return {
      ...names,
      ask: async (server: NameServer, question: NameQuestion) => {
        // Without validation it is not what clients are told.
        if (question.unchecked === true) return await names.ask(server, question);
        const {role, address, port} = server;
        const name = question.name.toLowerCase().replace(/\.$/, '');
        const key = `${role} ${address}#${port} ${name} ${question.type} ${question.round ?? 1}`;
        const seen = this.#seen.get(key) ?? {items: new Set(), look: null};
        this.#seen.set(key, seen);
        seen.items.add(item);
        seen.look = await names.ask(server, question);
        return seen.look;
      },
    };
  }

  all(): readonly SeenName[] {
    return [...this.#seen.values()].flatMap(({items, look}) => (look === null ? [] : [{items: [...items], look}]));
  }
}
