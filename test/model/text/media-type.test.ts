import {expect} from 'chai';
import {charsetOf, isMediaType, mediaTypeOf} from '../../../src/model/text/media-type.ts';

describe('media types', () => {
  it('are read without case and parameters', () => {
    expect(mediaTypeOf(' Text/Event-Stream ; charset=utf-8')).to.equal('text/event-stream');
    expect(mediaTypeOf(undefined)).to.equal(null);
    expect(mediaTypeOf('')).to.equal(null);
    expect(charsetOf('text/html; Charset="ISO-8859-1"')).to.equal('iso-8859-1');
    expect(charsetOf('text/html')).to.equal(null);
  });

  it('are met with parameters only where these are wanted', () => {
    expect(isMediaType('application/json; charset=utf-8', 'application/json')).to.equal(true);
    expect(isMediaType('application/json', 'application/json; charset=utf-8')).to.equal(false);
    expect(isMediaType('text/event-streams', 'text/event-stream')).to.equal(false);
    expect(isMediaType(undefined, 'text/plain')).to.equal(false);
  });
});

describe('a media type that was sent twice', () => {
  it('is the last of them, as browsers have it', () => {
    expect(mediaTypeOf('text/event-stream, text/event-stream')).to.equal('text/event-stream');
    expect(mediaTypeOf('text/html; charset=utf-8, text/event-stream')).to.equal('text/event-stream');
    expect(mediaTypeOf('text/plain; x="a, b"')).to.equal('text/plain');
  });
});
