import { describe, expect, it } from '@jest/globals';
import { isText, textOf } from '../kernel/text';
import { type Clause, marksOf, plainOf, renderedOf, segmentWords, textChange, wholeText } from './negotiating-text';

const KP = '30000000-0000-4000-8000-000000000001';
const TB = '30000000-0000-4000-8000-000000000002';
const id = (n: number): string => `81000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

const english = marksOf([
  { partyId: KP, mark: 'KP' },
  { partyId: TB, mark: 'TB' },
]);

const opening: Clause['segments'] = [
  { segId: id(1), state: 'CLEAN', text: 'Torkham is open ' },
  { segId: id(2), state: 'BRACKETED', text: 'from 06:00 to 20:00', by: [KP, TB] },
  { segId: id(3), state: 'CLEAN', text: '.' },
];
const companions: Clause['segments'] = [
  { segId: id(1), state: 'CLEAN', text: 'Patients cross' },
  {
    segId: id(2),
    state: 'ALTERNATIVES',
    alternatives: [
      { altId: id(4), text: 'alone', proposedBy: [KP], supportedBy: [] },
      { altId: id(5), text: 'with one companion', proposedBy: [TB], supportedBy: [KP] },
    ],
  },
  { segId: id(3), state: 'CLEAN', text: 'on every day.' },
];

describe('a text as negotiators write it on paper', () => {
  it('what is not agreed stands in brackets, with the initials of whoever does not agree', () => {
    expect(plainOf({ segments: opening }, english)).toBe('Torkham is open [KP, TB: from 06:00 to 20:00].');
  });

  it('alternatives stand one below the other, each with whose it is and who else is for it', () => {
    const lines = ['Patients cross', '[Alt 1, KP: alone]', '[Alt 2, TB + KP: with one companion]', 'on every day.'];
    expect(plainOf({ segments: companions }, english)).toBe(lines.join('\n'));
    expect(plainOf({ segments: companions.slice(1, 2) }, english)).toBe(lines.slice(1, 3).join('\n'));
    expect(plainOf({ heading: 'Article 2', segments: companions.slice(1) }, english)).toBe(['Article 2', ...lines.slice(1)].join('\n'));
  });

  it('a heading has a line of its own, and clauses an empty line between them', () => {
    const text = renderedOf({
      lang: 'en',
      parties: [
        { partyId: KP, mark: 'KP' },
        { partyId: TB, mark: 'TB' },
      ],
      clauses: [
        { eId: 'art_1', heading: 'Article 1', segments: opening },
        { eId: 'art_2', segments: [{ segId: id(1), state: 'CLEAN', text: 'Patients cross.\n\n' }] },
      ],
    });
    expect(text.body).toBe('Article 1\nTorkham is open [KP, TB: from 06:00 to 20:00].\n\nPatients cross.');
  });

  it('what is hashed is exactly that, byte for byte, in any script and however it was typed', () => {
    const pashto = {
      lang: 'ps',
      parties: [{ partyId: KP, mark: 'خپ' }],
      clauses: [
        {
          eId: 'art_1',
          heading: 'لومړۍ ماده',
          segments: [
            { segId: id(1), state: 'CLEAN' as const, text: 'دروازه ' },
            { segId: id(2), state: 'BRACKETED' as const, text: 'د ناروغانو لپاره', by: [KP] },
            { segId: id(3), state: 'CLEAN' as const, text: ' خلاصه ده.  \r\nهره ورځ.' },
          ],
        },
      ],
    };
    const text = renderedOf(pashto);
    expect(text.body).toBe('لومړۍ ماده\nدروازه [خپ: د ناروغانو لپاره] خلاصه ده.\nهره ورځ.');
    expect(text).toEqual(textOf(text));
    expect(isText(text)).toBe(true);
    // SHA-256 of these bytes, by `printf '…' | sha256sum`.
    expect(text.textHash).toBe('c982d602b43753986efe7b5e785d370b5aa67beb4f4f311795d311e8f0049d96');
  });

  it('clauses that are canonical each make a whole that is, also where one begins with a mark that would join the letter before it', () => {
    const segments = (text: string) => [{ segId: id(1), state: 'CLEAN' as const, text }];
    for (const [one, other] of [
      ['e', '\u0301 mark'],
      ['\u0627', '\u0653'],
      ['end \t\u3000', ' begin'],
      ['\u1100', '\u1161\u11a8'],
      ['x\n', '\n y'],
    ] as const) {
      const clauses = [one, other].map((text, n) => ({ eId: `art_${n + 1}`, segments: segments(text) }));
      const text = renderedOf({ lang: 'en', parties: [{ partyId: KP, mark: 'KP' }], clauses });
      expect(text).toEqual(textOf(text));
    }
  });

  it('words are kept in one form, with the blanks that part them from what stands beside them', () => {
    expect(segmentWords('cafe\u0301 \r\nat noon ')).toBe('caf\u00e9 \nat noon ');
  });
});

describe('what an event may hold', () => {
  const parties = [{ partyId: KP, mark: 'KP' }];
  const clauses: Clause[] = [{ eId: 'art_3__para_1', segments: [{ segId: id(1), state: 'CLEAN', text: 'Words.' }] }];
  const { textHash } = renderedOf({ lang: 'en', parties, clauses });

  it('a whole text with the hash of its rendering, and no other', () => {
    const whole = { lang: 'en', parties, clauses, textHash };
    expect(wholeText.safeParse(whole).success).toBe(true);
    expect(wholeText.safeParse({ ...whole, textHash: 'a'.repeat(64) }).success).toBe(false);
    for (const eId of ['Art_3', 'art_3_', '__proto__', 'art 3', 'art_3__', ''])
      expect(wholeText.safeParse({ ...whole, clauses: [{ ...clauses[0], eId }] }).success).toBe(false);
    for (const mark of ['', 'K P', 'K:', 'KP, TB', '[', 'Peshawari'])
      expect(wholeText.safeParse({ ...whole, parties: [{ partyId: KP, mark }] }).success).toBe(false);
  });

  it('of a change the clauses that changed, and no order where that stays', () => {
    expect(textChange.safeParse({ clauses, textHash }).success).toBe(true);
    expect(textChange.safeParse({ clauses: [], order: ['art_2', 'art_1'], textHash }).success).toBe(true);
    expect(textChange.safeParse({ clauses: [], order: [], textHash }).success).toBe(false);
  });
});
