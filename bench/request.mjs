import { randomUUID } from 'node:crypto';
import { signedHeaders } from './signed.mjs';

const BODY_BYTES_MIN = 1_024;

/** When it happened, for whatever is reported as a fact. */
export const DAY = { from: '2025-02-20', precision: 'DAY', zone: 'Asia/Karachi', calendar: 'GREGORIAN' };

const source = () => JSON.stringify({ sourceId: randomUUID(), reliability: 'B', credibility: 2, basis: 'DOCUMENT' });
const SOURCE_BYTES = source().length + ','.length;
const SOURCES = Array.from({ length: Math.ceil(BODY_BYTES_MIN / SOURCE_BYTES) }, source);

/** The end of a body from `record` on, by how many sources it names: made once, for the generator has no time to lose. */
const endings = (beginning) =>
  Array.from({ length: SOURCES.length + 1 }, (_, named) => `"record":{${beginning}"sources":[${SOURCES.slice(0, named).join(',')}]}}`);
const ACT_ENDINGS = endings('');
const FACT_ENDINGS = endings(`"occurredAt":${JSON.stringify(DAY)},`);

/** @param at when it happened, where that is not the day of all facts */
function endingOf({ fact, at }, named) {
  if (at === undefined) return (fact ? FACT_ENDINGS : ACT_ENDINGS)[named];
  return `"record":{"occurredAt":${JSON.stringify(at)},"sources":[${SOURCES.slice(0, named).join(',')}]}}`;
}

/** A body of at least a kilobyte: where its own words are short, it names its sources. */
export function weighty({ body, fact = false, at }) {
  const own = JSON.stringify(body).slice(0, -1);
  const named = Math.max(0, Math.ceil((BODY_BYTES_MIN - Buffer.byteLength(own)) / SOURCE_BYTES));
  return `${own}${own === '{' ? '' : ','}${endingOf({ fact, at }, named)}`;
}

/** `POST /v1/commitments` opens a record, `POST /v1/commitments/:id/enter` acts upon one. */
export function pathOf({ noun, id, command }) {
  const record = id === undefined ? `/v1/${noun}` : `/v1/${noun}/${id}`;
  return command === undefined ? record : `${record}/${command}`;
}

/** The whole request, as it goes over a keep-alive connection. */
export function httpText(request) {
  const body = weighty(request);
  const signed = Object.entries(signedHeaders(request.by, pathOf(request), body)).map(([name, value]) => `${name}: ${value}\r\n`);
  return (
    `POST ${pathOf(request)} HTTP/1.1\r\nhost: bench\r\nauthorization: Bearer ${request.by.token}\r\n` +
    `${signed.join('')}content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
  );
}
