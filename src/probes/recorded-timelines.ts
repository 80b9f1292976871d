import {CannotTell} from '../model/errors.ts';
import type {Timeline} from '../model/facts/wire/timeline.ts';
import type {Json} from '../model/outcome.ts';
import {packedTimeline, unpackedTimeline} from './packed-timeline.ts';

/** The fact of a stream, or of one that is resumed, as it is written down: its timelines as texts. Others are as they are. */
export function withPackedTimeline<Fact extends object>(key: string, fact: Fact): Fact {
  return withTimeline(key, fact, (timeline) => packedTimeline(timeline as unknown as Timeline));
}

/** The fact of a stream as it was. */
export function withTimelineUnpacked<Fact extends object>(key: string, fact: Fact): Fact {
  return withTimeline(key, fact, (timeline) => {
    try {
      return unpackedTimeline(String(timeline)) as unknown as Json;
    } catch (error) {
      throw new CannotTell(
        `the timeline of a stream in the recording cannot be read: ${error instanceof Error ? error.message : error}`,
        'record again with --record',
      );
    }
  });
}

function withTimeline<Fact extends object>(key: string, fact: Fact, change: (timeline: Json) => Json): Fact {
  if (!('value' in fact) || !isObject(fact.value)) return fact;
  if (key.startsWith('wire:stream:')) return {...fact, value: changed(fact.value, change)};
  const {connections} = fact.value;
  if (!key.startsWith('wire:resume:') || !Array.isArray(connections)) return fact;
  const each = connections.map((connection: Json) =>
    isObject(connection) && isObject(connection.observation)
      ? {...connection, observation: changed(connection.observation, change)}
      : connection,
  );
  return {...fact, value: {...fact.value, connections: each}};
}

function changed(observation: {readonly [name: string]: Json}, change: (timeline: Json) => Json): Json {
  const {answer} = observation;
  if (!isObject(answer)) return observation;
  return {...observation, answer: {...answer, timeline: change(answer.timeline ?? null)}};
}

function isObject(value: unknown): value is {readonly [name: string]: Json} {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
