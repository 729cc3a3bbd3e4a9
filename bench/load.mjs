import { once } from 'node:events';
import { connect } from 'node:net';
import { performance } from 'node:perf_hooks';
import { httpText, pathOf } from './request.mjs';

const HEAD_END = Buffer.from('\r\n\r\n');

/** Something else than 2xx came, or not all that was meant to be asked: what was measured is not what was meant. */
export class VoidRunError extends Error {}

/** Somebody with a connection of his own: what he asks next, and the last answer that he has not seen yet. */
export const speaker = (life) => ({ life, answer: undefined });

/** @returns what he asks next, told of the last answer; `undefined` where he has nothing more to ask */
export function nextOf(it) {
  const { value, done } = it.life.next(it.answer);
  return done ? undefined : value;
}

/**
 * As many keep-alive connections as there are speakers, each sending its next request as soon as the last was answered.
 * @param speakers may be driven again afterwards: each goes on where he stopped
 * @param last asks all that he has to ask once the others have ended; within the measured time
 * @param seconds for how long at least
 * @param answersMin how many at least: a program has to be warm before it is measured, however long a busy machine takes for it
 * @param perSecond how many of all of them a second at most; as many as are answered by default
 * @param until goes on for as long as it says no
 * @param onAsk hears of every request
 * @param onHear hears of every answer, and when it was asked for
 * @returns answers a second; throws `VoidRunError` where one is not 2xx
 */
export async function drive({
  port,
  speakers,
  last,
  seconds,
  answersMin = 0,
  perSecond = Infinity,
  until = () => true,
  onAsk,
  onHear = () => undefined,
}) {
  let answered = 0;
  const start = performance.now();
  const end = start + seconds * 1000;
  const onAnswer = (answer, askedAt) => {
    answered++;
    onHear(answer, askedAt);
  };
  const isOver = () => performance.now() >= end && answered >= answersMin && until();
  const atOnce = (ask) => ask();
  let due = start;
  const inTurn = (ask) => {
    due = Math.max(due + 1000 / perSecond, performance.now());
    setTimeout(ask, due - performance.now());
  };
  const whenDue = perSecond === Infinity ? atOnce : inTurn;
  await Promise.all(speakers.map((it) => converse(port, it, { onAsk, onAnswer, isOver, whenDue })));
  if (last) await converse(port, last, { onAsk, onAnswer, isOver: () => false, whenDue: atOnce });
  return (answered * 1000) / (performance.now() - start);
}

async function converse(port, it, { onAsk, onAnswer, isOver, whenDue }) {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  await once(socket, 'connect');
  await new Promise((resolve, reject) => {
    let received = Buffer.alloc(0);
    let asked;
    let askedAt;
    const ask = () => {
      asked = isOver() ? undefined : nextOf(it);
      if (asked === undefined) {
        socket.removeAllListeners('close');
        socket.end();
        return resolve();
      }
      onAsk(asked);
      askedAt = performance.now();
      socket.write(httpText(asked));
    };
    const take = (chunk) => {
      received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
      const place = placeOfBody(received);
      if (place === undefined) return;
      if (received[9] !== 0x32) throw new VoidRunError(`POST ${pathOf(asked)}: ${received.toString('utf8', 0, 2_000)}`);
      it.answer = received.subarray(place.from, place.to);
      received = received.subarray(place.to);
      onAnswer(it.answer, askedAt);
      whenDue(ask);
    };
    socket.on('error', reject);
    socket.on('close', () => reject(new VoidRunError('the server closed a connection')));
    socket.on('data', (chunk) => {
      try {
        take(chunk);
      } catch (error) {
        reject(error);
      }
    });
    whenDue(ask);
  });
}

/** Where the first answer's body lies, once it is there to its end. */
function placeOfBody(received) {
  const head = received.indexOf(HEAD_END);
  if (head < 0) return undefined;
  const length = /\r\ncontent-length: (\d+)/i.exec(received.toString('latin1', 0, head + 2))?.[1];
  if (length === undefined) throw new VoidRunError('an answer without a length');
  const from = head + HEAD_END.length;
  const to = from + Number(length);
  return received.length >= to ? { from, to } : undefined;
}
