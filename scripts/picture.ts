/**
 * Makes a picture of a terminal: text with colours on stdin, SVG on stdout. docs/run.svg was made so, from a real run:
 *
 *   tmux new-session -d -s p -x 100 -y 60 'npx migrate-check lab rule-order; sleep 9'
 *   sleep 8; tmux capture-pane -e -p -t p | node scripts/picture.ts > docs/run.svg
 */
import {text} from 'node:stream/consumers';

const [CHAR_WIDTH, LINE_HEIGHT, MARGIN] = [7.83, 18, 16];
/** By the numbers of "select graphic rendition" (ECMA-48, 8.3.117). */
const COLORS: Readonly<Record<number, string>> = {
  31: '#ff7b72',
  32: '#7ee787',
  33: '#e3b341',
  35: '#d2a8ff',
  36: '#79c0ff',
};

interface Look {
  readonly color: string;
  readonly bold: boolean;
  readonly dim: boolean;
}

const PLAIN: Look = {color: '#e6edf3', bold: false, dim: false};

function applied(look: Look, code: number): Look {
  if (code === 0) return PLAIN;
  if (code === 1) return {...look, bold: true};
  if (code === 2) return {...look, dim: true};
  if (code === 22) return {...look, bold: false, dim: false};
  if (code === 39) return {...look, color: PLAIN.color};
  return {...look, color: COLORS[code] ?? look.color};
}

function escaped(part: string): string {
  return part.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function spansOf(line: string, start: Look): {svg: string; look: Look} {
  let look = start;
  let svg = '';
  // Even parts are text, odd ones are the parameters between ESC[ and m.
  for (const [index, part] of line.split(new RegExp(`${String.fromCharCode(27)}\\[([\\d;]*)m`)).entries()) {
    if (index % 2 === 1) look = part.split(';').map(Number).reduce(applied, look);
    else if (part !== '') {
      const weight = look.bold ? ' font-weight="bold"' : '';
      const fade = look.dim ? ' fill-opacity="0.6"' : '';
      svg += `<tspan fill="${look.color}"${weight}${fade}>${escaped(part)}</tspan>`;
    }
  }
  return {svg, look};
}

const lines = (await text(process.stdin)).trimEnd().split('\n');
let look = PLAIN;
const rows = lines.map((line, index) => {
  const row = spansOf(line, look);
  look = row.look;
  return `<text x="${MARGIN}" y="${MARGIN + LINE_HEIGHT * (index + 0.75)}">${row.svg}</text>`;
});
const width = Math.ceil(100 * CHAR_WIDTH + 2 * MARGIN);
const height = lines.length * LINE_HEIGHT + 2 * MARGIN;
console.log(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="A run of migrate-check in a terminal">
<rect width="100%" height="100%" rx="8" fill="#0d1117"/>
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, monospace" font-size="13" xml:space="preserve">
${rows.join('\n')}
</g>
</svg>`);
