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
  readonly #seen = new Map<string, {items: Set<string>; look: NameLook}>();

  /** The same probe, of which what was seen is noted when it comes. */
  noting(names: NamesProbe, item: string): NamesProbe {
    return {
      ...names,
      ask: async (server: NameServer, question: NameQuestion) => {
        const look = await names.ask(server, question);
        // Without validation it is not what clients are told.
        if (question.unchecked === true) return look;
        const {role, address, port} = look.server;
        const key = `${role} ${address}#${port} ${look.name} ${look.type} ${question.round ?? 1}`;
        const items = this.#seen.get(key)?.items ?? new Set();
        this.#seen.set(key, {items: items.add(item), look});
        return look;
      },
    };
  }

  all(): readonly SeenName[] {
    return [...this.#seen.values()].map(({items, look}) => ({items: [...items], look}));
  }
}
