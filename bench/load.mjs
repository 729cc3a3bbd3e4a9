import { once } from 'node:events';
import { connect } from 'node:net';
import { performance } from 'node:perf_hooks';

/** Digits of the number that makes each body another one; a template holds them as `#########`. */
const DIGITS = 9;
const PLACE = Buffer.from('#'.repeat(DIGITS));
const HEAD_END = Buffer.from('\r\n\r\n');

/** Something else than 2xx came: what was measured is not what was meant. */
export class VoidRunError extends Error {}

/** A request that is written once; only the number in its body changes. */
export function template({ path, token, body }) {
  const text = JSON.stringify(body);
  const head =
    `POST ${path} HTTP/1.1\r\nhost: bench\r\nauthorization: Bearer ${token}\r\n` +
    `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(text)}\r\n\r\n`;
  const bytes = Buffer.from(head + text);
  return { bytes, place: bytes.indexOf(PLACE) };
}

/**
 * As many keep-alive connections as told, each sending its next request as soon as the last was answered.
 * @param seconds for how long at least
 * @param answersMin how many at least: a program has to be warm before it is measured, however long a busy machine takes for it
 * @param next gives the template of the n-th request
 * @returns answers a second; throws `VoidRunError` where one is not 2xx
 */
export async function drive({ port, connections, seconds, answersMin = 0, next }) {
  let sent = 0;
  let answered = 0;
  const start = performance.now();
  const end = start + seconds * 1000;
  const one = async () => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    await once(socket, 'connect');
    await new Promise((resolve, reject) => {
      let received = Buffer.alloc(0);
      const ask = () => {
        const number = sent++;
        const { bytes, place } = next(number);
        // Node may still hold what was written before, so each request is a copy.
        const own = Buffer.from(bytes);
        own.write(String(startNumber + number).padStart(DIGITS, '0'), place, 'latin1');
        socket.write(own);
      };
      socket.on('error', reject);
      socket.on('close', () => reject(new VoidRunError('the server closed a connection')));
      socket.on('data', (chunk) => {
        received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
        const whole = wholeAnswer(received);
        if (whole === undefined) return;
        if (received[9] !== 0x32) return reject(new VoidRunError(received.toString('utf8', 0, 2_000)));
        received = received.subarray(whole);
        answered++;
        if (performance.now() < end || answered < answersMin) return ask();
        socket.removeAllListeners('close');
        socket.end();
        resolve();
      });
      ask();
    });
  };
  const startNumber = numbers;
  await Promise.all(Array.from({ length: connections }, one));
  numbers += sent;
  return (answered * 1000) / (performance.now() - start);
}

/** No two requests of a process bear the same number, so that no text comes twice. */
let numbers = 1;

/** Length of the first answer, once it is there to its end. */
function wholeAnswer(received) {
  const head = received.indexOf(HEAD_END);
  if (head < 0) return undefined;
  const length = /\r\ncontent-length: (\d+)/i.exec(received.toString('latin1', 0, head + 2))?.[1];
  if (length === undefined) throw new VoidRunError('an answer without a length');
  const whole = head + HEAD_END.length + Number(length);
  return received.length >= whole ? whole : undefined;
}
