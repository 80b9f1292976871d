import {EventStreamParser} from '../../../src/probes/wire/event-stream/parser.ts';
import type {SpecifiedEvent, SpecifiedStream} from './whatwg-event-stream.ts';

/** What our parser makes of a stream, in the words of the specification. */
export function parsed(chunks: readonly Buffer[]): SpecifiedStream {
  const events: SpecifiedEvent[] = [];
  const comments: string[] = [];
  const parser = new EventStreamParser(1024 * 1024, {
    event: ({type, data}) => events.push({type, data: data.toString(), lastEventId: parser.lastEventId}),
    comment: (text) => comments.push(text.toString()),
    unknownField() {},
    strayLine() {},
  });
  for (const chunk of chunks) parser.read(chunk);
  return {events, comments, reconnectionTimeMs: parser.retryMs, lastEventId: parser.lastEventId};
}

/** Our comments are without the space that a server writes behind the colon. */
export function withoutSpaces(stream: SpecifiedStream): SpecifiedStream {
  return {...stream, comments: stream.comments.map((text) => (text.startsWith(' ') ? text.slice(1) : text))};
}
