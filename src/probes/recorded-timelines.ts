import {CannotTell} from '../model/errors.ts';
import type {Timeline} from '../model/facts/wire/timeline.ts';
import type {Json} from '../model/outcome.ts';
import {packedTimeline, unpackedTimeline} from './packed-timeline.ts';

/** The fact of a stream as it is written down: its timeline as one text. Others are as they are. */
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
  if (!key.startsWith('wire:stream:') || !('value' in fact) || !isObject(fact.value)) return fact;
  const {answer} = fact.value;
  if (!isObject(answer)) return fact;
  return {...fact, value: {...fact.value, answer: {...answer, timeline: change(answer.timeline ?? null)}}};
}

function isObject(value: unknown): value is {readonly [name: string]: Json} {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
