import {
  brotliCompressSync,
  createGzip,
  deflateRawSync,
  deflateSync,
  gzipSync,
  constants as zlib,
  zstdCompressSync,
} from 'node:zlib';
import {expect} from 'chai';
import type {Moment} from '../../../../src/model/facts/observer.ts';
import {createDecoding, type Decoding, type NoDecoding} from '../../../../src/probes/wire/coding/decoding.ts';

const TEXT = Buffer.from('{"greeting":"hello hello hello"}'.repeat(20));

function decodingOf(said: string, contentType = 'application/json') {
  const seen: {text: string; at: Moment}[] = [];
  const told: string[] = [];
  const decoding: Decoding | NoDecoding = createDecoding(
    {asked: 'gzip, br', headers: {'content-encoding': said, 'content-type': contentType}},
    {
      data: (chunk, at) => void seen.push({text: chunk.toString('latin1'), at}),
      tooLarge: () => {
        told.push('too large');
        if (decoding.isDecoding) decoding.close();
      },
      useless: () => void told.push('useless'),
      hold: (isHeld) => void told.push(isHeld ? 'held' : 'let go'),
    },
  );
  const text = () => seen.map(({text: piece}) => piece).join('');
  if (!decoding.isDecoding) throw new Error(`${said}: nothing is to be decoded`);
  return {decoding, seen, told, text};
}

/** Of a body in which nothing is to be decoded. */
function factsOf(said: string) {
  const sink = {data() {}, tooLarge() {}, useless() {}, hold() {}};
  const coding = createDecoding({asked: 'gzip', headers: {'content-encoding': said}}, sink);
  expect(coding.isDecoding).to.equal(false);
  return coding.facts(3);
}

const at = (ms: number): Moment => ({atMs: ms, earliestMs: ms});

const CODINGS: readonly (readonly [string, string, (bytes: Buffer) => Buffer])[] = [
  ['gzip', 'gzip', (bytes) => gzipSync(bytes)],
  ['x-gzip', 'X-GZip', (bytes) => gzipSync(bytes)],
  ['deflate', 'deflate', (bytes) => deflateSync(bytes)],
  ['deflate without its wrapper', 'deflate', (bytes) => deflateRawSync(bytes)],
  ['br', 'br', (bytes) => brotliCompressSync(bytes)],
  ['zstd', 'zstd', (bytes) => zstdCompressSync(bytes)],
  ['two codings', 'gzip, br', (bytes) => brotliCompressSync(gzipSync(bytes))],
  ['three codings', 'deflate,identity,  br ,zstd', (bytes) => zstdCompressSync(brotliCompressSync(deflateSync(bytes)))],
];

describe('a content coding', () => {
  for (const [name, said, encode] of CODINGS) {
    const encoded = encode(TEXT);

    it(`${name} is decoded whole, in one piece or byte by byte`, async () => {
      for (const size of [encoded.length, 1]) {
        const {decoding, text} = decodingOf(said);
        for (let from = 0; from < encoded.length; from += size)
          decoding.write(encoded.subarray(from, from + size), at(from));
        await decoding.end(true);
        expect(text()).to.equal(TEXT.toString());
        expect(decoding.facts()).to.deep.equal({
          asked: 'gzip, br',
          said: said.toLowerCase(),
          decoded: 'whole',
          problem: null,
          encodedBytes: encoded.length,
        });
      }
    });

    it(`${name} that ends early is partial, and the decoder says why where the message was whole`, async () => {
      for (const isProper of [true, false]) {
        const {decoding} = decodingOf(said);
        decoding.write(encoded.subarray(0, encoded.length - 5), at(1));
        await decoding.end(isProper);
        expect(decoding.facts()).to.include({decoded: 'partial', problem: isProper ? 'unexpected end of file' : null});
      }
    });

    it(`${name} that is plain text lies, and what came is shown`, async () => {
      const page = '<html><h1>502 Bad Gateway</h1></html>';
      const {decoding, text} = decodingOf(said, 'text/html');
      for (const [index, letter] of [...page].entries()) decoding.write(Buffer.from(letter), at(index));
      await decoding.end(true);
      expect(decoding.facts().decoded).to.equal('lies');
      expect(decoding.facts().problem).to.be.a('string');
      expect(text()).to.equal(page);
    });
  }

  it('of an event stream that lies gives nothing', async () => {
    const {decoding, seen, told} = decodingOf('gzip', 'text/event-stream; charset=utf-8');
    decoding.write(Buffer.from('data: 1\n\n'), at(1));
    await decoding.idle();
    expect(decoding.facts()).to.include({decoded: 'lies', problem: 'incorrect header check'});
    expect({seen, told}).to.deep.equal({seen: [], told: ['useless']});
  });

  it('that breaks in the middle lies', async () => {
    const encoded = deflateRawSync(TEXT);
    const {decoding} = decodingOf('deflate');
    decoding.write(encoded.subarray(0, 20), at(1));
    decoding.write(Buffer.alloc(100, 0xff), at(2));
    await decoding.end(true);
    expect(decoding.facts().decoded).to.equal('lies');
  });

  for (const said of ['aws-chunked', 'gzip, dcb', 'gzip,gzip,gzip,gzip,gzip,gzip']) {
    it(`${said} is unknown, and not decoded`, () => {
      expect(factsOf(said)).to.include({decoded: 'unknown', said, encodedBytes: 3});
    });
  }

  for (const said of ['identity', '']) {
    it(`"${said}" is plain`, () => {
      expect(factsOf(said)).to.include({decoded: 'plain', said, encodedBytes: 3});
    });
  }

  it('of a body of nothing is plain where that is all, else partial', async () => {
    for (const [isProper, decoded] of [
      [true, 'plain'],
      [false, 'partial'],
    ] as const) {
      const {decoding} = decodingOf('gzip');
      await decoding.end(isProper);
      expect(decoding.facts()).to.include({decoded, encodedBytes: 0});
    }
  });

  it('is passed on piece by piece, with the moment of the bytes that it came in', async () => {
    const gzip = createGzip({flush: zlib.Z_SYNC_FLUSH});
    const pieces: Buffer[] = [];
    gzip.on('data', (piece: Buffer) => void pieces.push(piece));
    const {decoding, seen} = decodingOf('gzip', 'text/event-stream');
    for (let n = 1; n <= 3; n++) {
      await new Promise((resolve) => gzip.write(`data: ${n}\n\n`, resolve));
      const piece = Buffer.concat(pieces.splice(0));
      decoding.write(piece.subarray(0, 3), at(n * 1000));
      decoding.write(piece.subarray(3), at(n * 1000 + 1));
    }
    expect(decoding.isBusy()).to.equal(true);
    await decoding.idle();
    for (const n of [1, 2, 3]) {
      const ofThis = seen.filter(({at: {atMs}}) => atMs === n * 1000 || atMs === n * 1000 + 1);
      expect(ofThis.map(({text}) => text).join('')).to.equal(`data: ${n}\n\n`);
    }
    expect(decoding.facts()).to.include({decoded: 'partial', problem: null});
  });

  it('that makes much of little is not decoded to its end', async () => {
    const zeros = Buffer.alloc(18 * 1024 * 1024);
    const bomb = gzipSync(zeros);
    for (const [said, bytes] of [
      ['gzip', bomb],
      ['gzip, gzip', gzipSync(bomb)],
      ['zstd', zstdCompressSync(zeros)],
    ] as const) {
      const {decoding, seen, told} = decodingOf(said);
      decoding.write(bytes, at(1));
      await decoding.idle();
      const decodedBytes = seen.reduce((sum, {text}) => sum + text.length, 0);
      expect(told, said).to.deep.equal(['too large']);
      expect(decodedBytes, said).to.be.at.most(16 * 1024 * 1024);
    }
  });

  it('lets no more be read than it can decode', async () => {
    const {decoding, told} = decodingOf('gzip');
    const encoded = gzipSync(Buffer.from(Array.from({length: 400_000}, (_, n) => n * n)), {level: 0});
    for (let from = 0; from < encoded.length; from += 50_000)
      decoding.write(encoded.subarray(from, from + 50_000), at(1));
    await decoding.end(true);
    expect(told).to.deep.equal(['held', 'let go']);
    expect(decoding.facts().decoded).to.equal('whole');
  });

  it('is dropped when nobody reads on', async () => {
    const {decoding, seen} = decodingOf('gzip');
    decoding.write(gzipSync(TEXT), at(1));
    decoding.close();
    await decoding.idle();
    expect(seen).to.deep.equal([]);
  });
});
