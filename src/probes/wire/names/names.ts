import type {AttemptContext} from '../../../model/attempt.ts';
import type {Clock} from '../../../model/clock.ts';
import type {FactStore} from '../../../model/facts/fact-store.ts';
import type {Presence} from '../../../model/facts/observer.ts';
import {
  type EarlierAnswer,
  MOST_EARLIER,
  type NameLook,
  type NameQuestion,
  type NameServer,
  type NamesProbe,
} from '../../../model/facts/wire/names.ts';
import {askServer} from './ask.ts';
import {chosenResolvers, type ResolverChoice} from './resolvers.ts';
import type {Place} from './transport.ts';
import {walk} from './walk.ts';

/** Where DNS is asked: by default, where everybody asks. */
export interface NamesWorld {
  /** `--dns-server`, and nobody else: see {@link ResolverChoice}. */
  readonly instead: readonly string[];
  /** Where a walk begins, if not with what the resolvers say of the topmost zone. */
  readonly roots: readonly NameServer[] | null;
  /** Where a server is connected to, if not where it says. */
  readonly reach: (place: Place) => Place;
}

export const EVERYBODYS_NAMES: NamesWorld = {instead: [], roots: null, reach: (place) => place};

export interface NamesOptions {
  readonly store: FactStore;
  readonly clock: Clock;
  /** On the same monotonic clock. */
  readonly presence: Presence;
  readonly world: NamesWorld;
  /** Of the checklist. */
  readonly resolvers: readonly string[];
  readonly system: ResolverChoice['system'];
}

type Kept = Omit<EarlierAnswer, 'agoMs'> & {readonly seenMs: number};

/** DNS asked by ourselves: each question to each server is a fact, shared and recorded. */
export function createNames({
  store,
  clock,
  presence,
  world,
  resolvers: listed,
  system,
}: NamesOptions): (context: Pick<AttemptContext, 'signal' | 'factsNotBefore'>) => NamesProbe {
  const setup = {clock, presence, reach: world.reach};
  const history = new Map<string, readonly Kept[]>();
  /** With what was said before. */
  const remembered = async (key: string, asking: Promise<Omit<NameLook, 'earlier'>>): Promise<NameLook> => {
    const look = await asking;
    const before = history.get(key) ?? [];
    const {at, answer} = look;
    const seenMs = clock.monotonicMs();
    if (answer !== null) history.set(key, [...before, {at, answer, seenMs}].slice(-MOST_EARLIER));
    const earlier = before.map((one) => ({at: one.at, agoMs: Math.round(seenMs - one.seenMs), answer: one.answer}));
    return {...look, earlier};
  };
  return ({signal, factsNotBefore: notBefore}) => {
    const ask = async (server: NameServer, asked: NameQuestion) => {
      const question = {...asked, name: asked.name.toLowerCase().replace(/\.$/, '')};
      return await store.get(
        keyOf(server, question),
        (stop) => remembered(keyOf(server, {...question, round: 1}), askServer(server, question, setup, stop)),
        {
          signal,
          notBefore,
        },
      );
    };
    const chosen = async () =>
      await store.get(
        // Not with those of `--dns-server`: a replay has no such flag.
        `wire:dns-resolvers:${listed.join(' ')}`,
        async () => ({servers: chosenResolvers({system, listed, instead: world.instead}), roots: world.roots}),
        // They are those of the whole run.
        {signal, notBefore: Number.NEGATIVE_INFINITY},
      );
    return {
      ask,
      resolvers: async () => (await chosen()).servers,
      async delegation(asked) {
        const name = asked.toLowerCase().replace(/\.$/, '');
        const {servers: all, roots} = await chosen();
        const own = all.filter(({isSystem}) => isSystem);
        return await walk(name, {ask, resolvers: own.length > 0 ? own : all, roots});
      },
    };
  };
}

function keyOf({address, port, role}: NameServer, {name, type, round = 1, unchecked = false}: NameQuestion): string {
  const how = [...(round === 1 ? [] : [String(round)]), ...(unchecked ? ['unchecked'] : [])];
  return [`wire:dns-${role}`, `${name} ${type}`, `${address}#${port}`, ...how].join(':');
}
