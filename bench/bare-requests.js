/** The least that Node.js takes for a page each on a connection of its own: port and number of pages. */
import {get} from 'node:http';

const [port, pages] = process.argv.slice(2).map(Number);
const AT_ONCE = 16;

/** Resolves with the text of a page. */
function pageOf(index) {
  return new Promise((resolve, reject) => {
    const request = get({host: '127.0.0.1', port, path: `/${index}`, agent: false}, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part) => {
        text += part;
      });
      response.on('end', () => resolve(text));
    });
    request.on('error', reject);
  });
}

let next = 0;
let isWell = true;

async function one() {
  while (next < pages) {
    const index = next++;
    isWell &&= (await pageOf(index)) === `this is page ${index}`;
  }
}

await Promise.all(Array.from({length: AT_ONCE}, one));
console.log(isWell ? 'well' : 'not well');
