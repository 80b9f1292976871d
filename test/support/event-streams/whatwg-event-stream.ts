/**
 * WHATWG HTML, section 9.2.6 "Interpreting an event stream", word for word, on a stream that is all there: slow, and meant
 * to be read beside the text.
 */

export interface SpecifiedEvent {
  readonly type: string;
  readonly data: string;
  readonly lastEventId: string;
}

export interface SpecifiedStream {
  readonly events: readonly SpecifiedEvent[];
  readonly comments: readonly string[];
  /** In effect at the end; null: never set. */
  readonly reconnectionTimeMs: number | null;
  readonly lastEventId: string;
}

export function interpret(bytes: Uint8Array): SpecifiedStream {
  const events: SpecifiedEvent[] = [];
  const comments: string[] = [];
  let reconnectionTimeMs: number | null = null;
  let lastEventIdString = '';

  // "Streams must be decoded using the UTF-8 decode algorithm", which strips one leading byte order mark.
  const text = new TextDecoder('utf-8', {ignoreBOM: false}).decode(bytes);

  // "a data buffer, an event type buffer, and a last event ID buffer must be associated with it. They must be initialized
  // to the empty string."
  let data = '';
  let eventType = '';
  let lastEventIdBuffer = '';

  function dispatch(): void {
    // 1. "Set the last event ID string of the event source to the value of the last event ID buffer. The buffer does not
    // get reset".
    lastEventIdString = lastEventIdBuffer;
    // 2. "If the data buffer is an empty string, set the data buffer and the event type buffer to the empty string and
    // return."
    if (data === '') {
      eventType = '';
      return;
    }
    // 3. "If the data buffer's last character is a U+000A LINE FEED (LF) character, then remove the last character".
    if (data.endsWith('\n')) data = data.slice(0, -1);
    // 4. to 7. The event, `message` unless the event type buffer "has a value other than the empty string".
    events.push({type: eventType === '' ? 'message' : eventType, data, lastEventId: lastEventIdString});
    data = '';
    eventType = '';
  }

  function processField(field: string, value: string): void {
    if (field === 'event') {
      // "Set the event type buffer to the field value."
      eventType = value;
    } else if (field === 'data') {
      // "Append the field value to the data buffer, then append a single U+000A LINE FEED (LF) character".
      data += value;
      data += '\n';
    } else if (field === 'id') {
      // "If the field value does not contain U+0000 NULL, then set the last event ID buffer to the field value.
      // Otherwise, ignore the field."
      if (!value.includes('\0')) lastEventIdBuffer = value;
    } else if (field === 'retry') {
      // "If the field value consists of only ASCII digits, then interpret the field value as an integer in base ten".
      if (/^[0-9]+$/.test(value)) reconnectionTimeMs = Math.min(Number(value), Number.MAX_SAFE_INTEGER);
    }
    // "Otherwise: The field is ignored."
  }

  function processLine(line: string): void {
    if (line === '') {
      dispatch();
    } else if (line.startsWith(':')) {
      comments.push(line.slice(1));
    } else if (line.includes(':')) {
      const field = line.slice(0, line.indexOf(':'));
      let value = line.slice(line.indexOf(':') + 1);
      // "If value starts with a U+0020 SPACE character, remove it from value."
      if (value.startsWith(' ')) value = value.slice(1);
      processField(field, value);
    } else {
      processField(line, '');
    }
  }

  // "Lines must be separated by either a U+000D CARRIAGE RETURN U+000A LINE FEED (CRLF) character pair, a single U+000A
  // LINE FEED (LF) character, or a single U+000D CARRIAGE RETURN (CR) character."
  let line = '';
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '\r' && text[at + 1] === '\n') at += 1;
    if (character === '\r' || character === '\n') {
      processLine(line);
      line = '';
    } else {
      line += character;
    }
  }
  // "Once the end of the file is reached, any pending data must be discarded."
  return {events, comments, reconnectionTimeMs, lastEventId: lastEventIdString};
}
