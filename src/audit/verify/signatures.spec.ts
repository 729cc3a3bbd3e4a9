import { beforeAll, describe, expect, it } from '@jest/globals';
import { destroyKeysOf } from '../../../test/support/destroyed-keys';
import { type Forged, madeAnew, takenApart, withIds } from '../../../test/support/forged-ledger';
import { enrolment, keyFrom } from '../../../test/support/signer';
import { recorded, TestRoad } from '../../../test/support/test-road';
import { AnnulRecord, ClassifyRecord, RectifyRecord } from '../../commands/record.commands';
import type { AskedCommand } from '../../kernel/envelope';
import { textOf } from '../../kernel/text';
import type { LedgerFolder } from '../../ledger/folder';
import {
  AcknowledgeReview,
  AssignReview,
  DecideReview,
  RevokeClearance,
  SubmitForReview,
} from '../../negotiation/federal-review/federal-review.commands';
import { ProposeInitiative } from '../../negotiation/initiative/initiative.commands';
import { EnrolKey, RevokeKey } from '../../negotiation/participant/participant.commands';
import { RegisterParty } from '../../negotiation/party/party.commands';
import { DeclareRedLine, PublishFrameworkVersion } from '../../negotiation/policy-framework/policy-framework.commands';
import { verification } from '../../negotiation/verification';
import { eventIdOf } from '../../trust/ids';
import { signCommand } from '../../trust/signing';
import { type Report, verify } from './verify';

/*
 * INV-46: "the operator cannot act in a reviewer's name". He has the ledger, its keys and its secrets, and makes it anew with what he wants; what he does not have is
 * the reviewer's own key.
 */

const TEXT = { lang: 'ps', body: 'دروازه د ناروغانو لپاره خلاصه ده' };
const ATTACKER = keyFrom('the operator');

let road: TestRoad;
let honest: readonly Forged[];
let reviewer: string;
let colleague: string;
let focal: string;

beforeAll(async () => {
  road = TestRoad.open();
  focal = await road.person(['FOCAL_PERSON']);
  const other = await road.person(['FOCAL_PERSON']);
  const official = await road.person(['PROVINCIAL_OFFICIAL']);
  const liaison = await road.person(['FEDERAL_LIAISON']);
  reviewer = await road.person(['FEDERAL_REVIEWER']);
  colleague = await road.person(['FEDERAL_REVIEWER']);
  const party = async (type: 'PROVINCIAL_GOVERNMENT' | 'FEDERAL_GOVERNMENT') =>
    recorded(await road.act(RegisterParty, { type, canonicalName: type }, { by: type === 'FEDERAL_GOVERNMENT' ? liaison : official }))
      .stream.id;
  const [sponsorPartyId, authorityId] = [await party('PROVINCIAL_GOVERNMENT'), await party('FEDERAL_GOVERNMENT')];
  const proposal = { title: 'Dialogue', sponsorPartyId, objectives: [{ code: 'O1', text: 'Peace' }] } as const;
  const proposed = recorded(await road.act(ProposeInitiative, proposal, { by: focal }));
  const initiativeId = proposed.stream.id;
  const line = { topic: 'SECURITY', text: TEXT, effect: 'PROHIBITED', examples: ['An envoy'] } as const;
  recorded(await road.act(DeclareRedLine, line, { by: reviewer }));
  recorded(await road.act(PublishFrameworkVersion, { redLineIds: [], effectiveFrom: '2025-01-01' }, { by: reviewer }));
  const review = async () => {
    const fields = {
      initiativeId,
      subject: 'START_NEGOTIATIONS',
      subjectId: initiativeId,
      text: TEXT,
      urgency: 'ROUTINE',
      question: 'May we?',
      exPostFacto: false,
    } as const;
    const on = recorded(await road.act(SubmitForReview, fields, { by: focal })).stream.id;
    recorded(await road.act(AcknowledgeReview, { reference: 'FO/1' }, { by: liaison, on }));
    recorded(await road.act(AssignReview, { division: 'FOREIGN_AFFAIRS' }, { by: liaison, on }));
    return on;
  };
  const approval = {
    decision: 'APPROVED_WITH_CONDITIONS',
    textHash: textOf(TEXT).textHash,
    purpose: 'START',
    conditions: ['Customs agree.'],
    validFrom: '2025-03-01T00:00:00Z',
    validUntil: '2025-06-01T00:00:00Z',
    authorityId,
  } as const;
  const first = await review();
  recorded(await road.act(DecideReview, approval, { by: reviewer, on: first }));
  recorded(await road.act(RevokeClearance, { reason: 'Circumstances.' }, { by: reviewer, on: first }));
  recorded(
    await road.act(DecideReview, { decision: 'DECLINED', reason: 'Reserved.', redLineIds: [] }, { by: reviewer, on: await review() }),
  );
  const mark = (level: 'SECRET' | 'RESTRICTED', by: string) =>
    road.act(
      ClassifyRecord,
      { targetEventId: proposed.events[0]?.id ?? '', level, caveats: [], secondPersonId: other },
      { by, on: initiativeId },
      'initiative',
    );
  recorded(await mark('SECRET', focal));
  recorded(await mark('RESTRICTED', focal));
  recorded(await road.act(EnrolKey, enrolment(keyFrom('spare'), reviewer), { by: reviewer, on: reviewer }));
  const [enrolled] = (await road.history('participant', reviewer)).filter(({ type }) => type === 'KeyEnrolled');
  recorded(await road.act(RevokeKey, { keyEventId: enrolled?.id ?? '', reason: 'Lost.' }, { by: reviewer, on: reviewer }));
  honest = await takenApart(road);
});

type Change = (events: Forged[]) => Forged[] | undefined;

async function verified(files: LedgerFolder): Promise<Report> {
  return verify(files, { ...verification, threads: 1 });
}

/** What is found where he has changed the ledger like this. */
async function found(change: Change): Promise<string[]> {
  const events = structuredClone(honest) as Forged[];
  const { findings } = await verified(madeAnew(change(events) ?? events));
  return findings.map(({ check, position, detail }) => `${check} ${position}: ${detail}`);
}

const placeOf = (type: string, events: readonly Forged[] = honest): number => events.findIndex(({ open }) => open.type === type);
/** The first event of a type, to be changed where it lies. */
const eventOf = (events: Forged[], type: string): Forged => {
  const event = events[placeOf(type, events)];
  if (!event) throw new Error(`there is no ${type}`);
  return event;
};
const inputOf = (event: Forged): Record<string, unknown> => (event.env.command as AskedCommand).input;
const signedBy = (key: typeof ATTACKER, event: Forged): string => signCommand(key, event.env.command as AskedCommand);

/** Another event like one that is there, under a command of its own. */
function madeLike(
  event: Forged,
  more: { actor?: string; stream?: string; type?: string; data?: Forged['data']; command?: Partial<AskedCommand> },
): Forged {
  const { actor = event.open.actor, stream = event.stream, type = event.open.type, data = event.data, command = {} } = more;
  const { sig: _, ...env } = event.env;
  const asked = { ...(env.command as AskedCommand), stream, idempotencyKey: 'forged', ...command };
  return withIds({ ...event, stream, open: { ...event.open, actor, type, basis: [] }, data, env: { ...env, command: asked } });
}

const at = (type: string): number => placeOf(type) + 1;
const WRONG = 'the signature is by no key that its actor had enrolled and not revoked';
const unsigned = (type: string): string => `signature ${at(type)}: ${type} does not bear the signature of who did it`;

it('finds nothing where nobody changed anything, and says how many signed, with which keys', async () => {
  const report = await verified(madeAnew(honest));
  expect(report).toMatchObject({ findings: [], signatures: { right: 7, erased: 0, notAsked: 0 } });
  expect(report.keys.map(({ participantId, use, revoked }) => [participantId, use, revoked])).toEqual([
    [reviewer, 'SIGN', true],
    [focal, 'SIGN', false],
    [reviewer, 'SIGN', false],
  ]);
});

describe('a decisive act', () => {
  it.each(['RedLineDeclared', 'ClearanceGranted', 'ClearanceRevoked', 'ReviewDeclined', 'FrameworkVersionPublished'])(
    'is found without its signature: %s',
    async (type) => {
      expect(await found((events) => void delete eventOf(events, type).env.sig)).toEqual([unsigned(type)]);
    },
  );

  it('is found with a signature of another key, or of another command', async () => {
    const forge = (sig: (it: Forged, events: Forged[]) => string) =>
      found((events) => {
        const event = eventOf(events, 'ClearanceGranted');
        event.env.sig = sig(event, events);
        return events;
      });
    const finding = [`signature ${at('ClearanceGranted')}: ${WRONG}`];
    expect(await forge((it) => signedBy(ATTACKER, it))).toEqual(finding);
    expect(await forge((_, events) => eventOf(events, 'RedLineDeclared').env.sig ?? '')).toEqual(finding);
    expect(await forge(() => 'no signature')).toEqual(finding);
  });

  it('is found where he lets the reviewer ask for something else', async () => {
    for (const key of [undefined, ATTACKER])
      expect(
        await found((events) => {
          const event = eventOf(events, 'ClearanceGranted');
          event.data['validUntil'] = '2045-06-01T00:00:00.000Z';
          inputOf(event)['validUntil'] = '2045-06-01T00:00:00Z';
          if (key) event.env.sig = signedBy(key, event);
          return events;
        }),
      ).toEqual([`signature ${at('ClearanceGranted')}: ${WRONG}`]);
  });

  it.each<[string, unknown]>([
    ['decision', 'NO_OBJECTION'],
    ['textHash', 'd'.repeat(64)],
    ['purpose', 'SIGN'],
    ['conditions', []],
    ['validFrom', '2020-03-01T00:00:00.000Z'],
    ['validUntil', '2045-06-01T00:00:00.000Z'],
    ['authorityId', '7e57ab1e-0000-4000-8000-000000000001'],
  ])('is found where the event says another %s than was signed', async (field, value) => {
    expect(await found((events) => void (eventOf(events, 'ClearanceGranted').data[field] = value))).toEqual([
      `signature ${at('ClearanceGranted')}: ClearanceGranted is not what was signed: ${field}`,
    ]);
  });

  it('is found where what was declined is recorded as a clearance, or a revocation as a refusal', async () => {
    const clearance = honest[placeOf('ClearanceGranted')]?.data ?? {};
    expect(
      await found((events) => {
        const declined = eventOf(events, 'ReviewDeclined');
        declined.open.type = 'ClearanceGranted';
        declined.data = { ...clearance, decision: 'APPROVED' };
        return events;
      }),
    ).toEqual([`signature ${at('ReviewDeclined')}: ClearanceGranted is not what was signed: decision`]);
    expect(
      await found((events) => {
        const revoked = eventOf(events, 'ClearanceRevoked');
        revoked.open.type = 'ReviewDeclined';
        revoked.data = { reason: revoked.data['reason'], redLineIds: [] };
        return events;
      }),
    ).toEqual([`signature ${at('ClearanceRevoked')}: ReviewDeclined is not what was signed: RevokeClearance records no such event`]);
  });

  it('is found in the name of somebody who has not signed it', async () => {
    expect(
      await found((events) => {
        const place = placeOf('ClearanceGranted', events);
        const event = events[place] as Forged;
        events[place] = withIds({ ...event, open: { ...event.open, actor: colleague } });
        return events;
      }),
    ).toEqual([`signature ${at('ClearanceGranted')}: ${WRONG}`]);
  });

  it('is found where it rides along with a command that was signed for something else, or not at all', async () => {
    const riding = (type: string) =>
      found((events) => {
        const place = placeOf(type, events);
        const before = events[place] as Forged;
        const like = eventOf(events, 'ClearanceGranted');
        const { command: _c, sig: _s, ...env } = like.env;
        const open = {
          ...like.open,
          cmd: before.open.cmd,
          corr: before.open.corr,
          id: eventIdOf(before.open.cmd, 1),
          actor: before.open.actor,
        };
        events.splice(place + 1, 0, { stream: before.stream, open, data: like.data, env });
        return events;
      });
    expect(await riding('ReviewDeclined')).toEqual([
      `signature ${at('ReviewDeclined') + 1}: ClearanceGranted is not what was signed: decision`,
    ]);
    expect(await riding('ReviewAssigned')).toEqual([
      `signature ${at('ReviewAssigned') + 1}: ClearanceGranted does not bear the signature of who did it`,
    ]);
  });

  it('is found where its signature was moved away from what was asked', async () => {
    expect(
      await found((events) => {
        const event = eventOf(events, 'ReviewAssigned');
        const { command: _, ...env } = event.env;
        const open = { ...event.open, id: eventIdOf(event.open.cmd, 1) };
        const sig = 'A'.repeat(86);
        events.splice(placeOf('ReviewAssigned', events) + 1, 0, { ...event, open, env: { ...env, sig } });
        return events;
      }),
    ).toEqual([expect.stringMatching(`^command ${at('ReviewAssigned') + 1}: `)]);
  });

  it('is found unsigned, whatever its leaf says of the program', async () => {
    expect(
      await found((events) => {
        const event = eventOf(events, 'ClearanceGranted');
        event.prog = 'jirga-golden/1';
        delete event.env.sig;
        return events;
      }),
    ).toEqual([unsigned('ClearanceGranted')]);
  });

  it('of a program that asked for no signature is counted, as long as no other has recorded anything', async () => {
    const events = structuredClone(honest) as Forged[];
    const until = placeOf('ReviewDeclined', events);
    events.slice(0, until).forEach((event) => (event.prog = 'jirga-golden/1'));
    delete eventOf(events, 'RedLineDeclared').env.sig;
    delete eventOf(events, 'ReviewDeclined').env.sig;
    const { findings, signatures } = await verified(madeAnew(events));
    expect(findings).toMatchObject([{ check: 'signature', position: until + 1 }]);
    expect(signatures).toEqual({ right: 5, erased: 0, notAsked: 1 });
  });
});

describe('a key', () => {
  /** An enrolment in somebody's name, by whoever has the database. */
  const enrolled = (
    events: Forged[],
    participantId: string,
    more: { key?: typeof ATTACKER; actor?: string; proof?: string; use?: 'SIGN' | 'DEVICE' } = {},
  ): Forged => {
    const { key = ATTACKER, actor = participantId, use = 'SIGN' } = more;
    const own = enrolment(key, participantId, use);
    const input = { ...own, ...(more.proof !== undefined && { proof: more.proof }) };
    const command = { type: 'EnrolKey', input };
    return madeLike(eventOf(events, 'KeyEnrolled'), {
      actor,
      stream: `participant-${participantId}`,
      data: { publicKey: own.publicKey, use },
      command,
    });
  };
  const afterFirst = (events: Forged[], event: Forged): Forged[] => {
    events.splice(placeOf('KeyEnrolled', events) + 1, 0, event);
    return events;
  };
  const second = (): number => at('KeyEnrolled') + 1;

  it('of his own, beside that of the reviewer, is found; and what he signs with it', async () => {
    const events = structuredClone(honest) as Forged[];
    const withKey = afterFirst(events, enrolled(events, reviewer));
    const forged = eventOf(withKey, 'ClearanceGranted');
    forged.env.sig = signedBy(ATTACKER, forged);
    const { findings } = await verified(madeAnew(withKey));
    expect(findings).toEqual([
      { check: 'signature', position: second(), detail: 'a further key was enrolled, and none in force has signed for it' },
      { check: 'signature', position: at('ClearanceGranted') + 1, detail: WRONG },
    ]);
  });

  it('in place of that of the reviewer makes every act of his a finding', async () => {
    const findings = await found((events) => {
      events[placeOf('KeyEnrolled', events)] = enrolled(events, reviewer);
      return events;
    });
    expect(findings.length).toBeGreaterThanOrEqual(5);
    expect(findings).toContain(`signature ${at('ClearanceGranted')}: ${WRONG}`);
  });

  it('of his own, after a revocation of the reviewer’s, is found', async () => {
    const findings = await found((events) => {
      const keyEventId = eventOf(events, 'KeyEnrolled').open.id;
      const data = { keyEventId, reason: 'Lost.' };
      const revoked = madeLike(eventOf(events, 'KeyRevoked'), { data, command: { type: 'RevokeKey', input: data } });
      return afterFirst(afterFirst(events, enrolled(events, reviewer)), revoked);
    });
    expect(findings).toContain(`signature ${second() + 1}: a further key was enrolled, and none in force has signed for it`);
  });

  it('that somebody else enrols, or without a proof, or that is not what was asked, is found', async () => {
    const forge = (more: Parameters<typeof enrolled>[2], data?: Forged['data']) =>
      found((events) => {
        const event = enrolled(events, colleague, more);
        return afterFirst(events, { ...event, ...(data && { data }) });
      });
    expect(await forge({ actor: focal })).toEqual([`signature ${second()}: a key was enrolled by somebody else than its owner`]);
    expect(await forge({ proof: enrolment(ATTACKER, reviewer).proof })).toEqual([
      `signature ${second()}: a key was enrolled without a proof that it is its owner’s`,
    ]);
    expect(await forge({}, { publicKey: enrolment(keyFrom('other'), colleague).publicKey, use: 'SIGN' })).toEqual([
      `signature ${second()}: the key is not the one that was asked for: publicKey`,
    ]);
    expect(await forge({ use: 'DEVICE' })).toEqual([`signature ${second()}: the first key of its owner is not one for signing`]);
  });

  it('signs nothing before it was enrolled, and nothing once it was revoked', async () => {
    const early = await found((events) => {
      const [key] = events.splice(placeOf('KeyEnrolled', events), 1);
      events.splice(placeOf('RedLineDeclared', events) + 1, 0, key as Forged);
      return events;
    });
    expect(early).toContain(`signature ${at('RedLineDeclared') - 1}: ${WRONG}`);
    const late = await found((events) => {
      const [revoked] = events.splice(placeOf('KeyRevoked', events), 1);
      events.splice(placeOf('ReviewDeclined', events), 0, revoked as Forged);
      return events;
    });
    expect(late).toContain(`signature ${at('ReviewDeclined') + 1}: ${WRONG}`);
  });

  it('that was erased can no longer be checked, and is counted; what bears no signature is found all the same', async () => {
    const files = madeAnew(honest);
    destroyKeysOf(files, `participant-${reviewer}`);
    const { findings, signatures } = await verified(files);
    // Nobody has decided that they be destroyed.
    expect(findings).toMatchObject([{ check: 'erasure', detail: expect.stringContaining(`of participant-${reviewer} was destroyed`) }]);
    expect(signatures).toMatchObject({ right: 1, erased: 5 });
    const events = structuredClone(honest) as Forged[];
    delete eventOf(events, 'ClearanceGranted').env.sig;
    const stripped = madeAnew(events);
    destroyKeysOf(stripped, `participant-${reviewer}`);
    expect((await verified(stripped)).findings).toMatchObject([
      { check: 'signature', position: at('ClearanceGranted') },
      { check: 'erasure' },
    ]);
  });

  it('is not looked for where bodies stay shut', async () => {
    const files = madeAnew(honest);
    const { findings, signatures, keys } = await verify({ ...files, keys: `${files.keys}.gone` }, { ...verification, threads: 1 });
    expect([findings, signatures, keys]).toEqual([[], { right: 0, erased: 0, notAsked: 0 }, []]);
  });
});

describe('a correction', () => {
  /** As the reviewer would have made it, if he had. */
  const correction = (events: Forged[], target: string, type: string, data: Forged['data'], command: string): Forged => {
    const { stream, open } = eventOf(events, target);
    const whole = { targetEventId: open.id, ...data };
    return madeLike(eventOf(events, 'ClearanceRevoked'), {
      actor: colleague,
      stream,
      type,
      data: whole,
      command: { type: command, input: whole },
    });
  };
  const annulled = (events: Forged[], target: string): Forged =>
    correction(events, target, 'RecordAnnulled', { reason: 'x' }, AnnulRecord.name);
  const atEnd = (make: (events: Forged[]) => Forged) => found((events) => [...events, make(events)]);
  const LAST = () => honest.length + 1;

  it.each(['ClearanceRevoked', 'ReviewDeclined', 'RedLineDeclared', 'KeyRevoked', 'KeyEnrolled'])(
    'that annuls a %s is found without a signature',
    async (type) => {
      expect(await atEnd((events) => annulled(events, type))).toEqual([
        `signature ${LAST()}: RecordAnnulled does not bear the signature of who did it`,
      ]);
    },
  );

  it('that annuls what is not decisive takes none', async () => {
    expect(await atEnd((events) => annulled(events, 'InitiativeProposed'))).toEqual([]);
  });

  it('is found also where it lies before what it speaks of', async () => {
    expect(
      await found((events) => {
        events.splice(placeOf('ClearanceGranted', events), 0, annulled(events, 'ClearanceRevoked'));
        return events;
      }),
    ).toEqual([`signature ${at('ClearanceGranted')}: RecordAnnulled does not bear the signature of who did it`]);
  });

  it('is found where it takes back a correction, or a mark', async () => {
    const twice = await found((events) => {
      const first = annulled(events, 'ClearanceRevoked');
      const data = { targetEventId: first.open.id, reason: 'x' };
      const again = madeLike(first, { data, command: { type: AnnulRecord.name, input: data, idempotencyKey: 'again' } });
      return [...events, first, again];
    });
    expect(twice).toHaveLength(2);
    const mark = await atEnd((events) => annulled(events, 'ClassificationChanged'));
    expect(mark).toHaveLength(1);
  });

  it('that speaks of one that speaks of it keeps nobody busy', async () => {
    const findings = await found((events) => {
      const one = annulled(events, 'ClearanceRevoked');
      const data = { targetEventId: one.open.id, reason: 'x' };
      const other = madeLike(one, { data, command: { type: AnnulRecord.name, input: data, idempotencyKey: 'again' } });
      one.data['targetEventId'] = other.open.id;
      return [...events, one, other];
    });
    expect(findings).toEqual([]);
  });

  it('that rectifies a red line is found without a signature, and with one over something else', async () => {
    const data = { pointer: '/effect', newValue: 'ADVISORY', reason: 'CLERICAL_ERROR', effective: 'AB_INITIO' };
    const make = (events: Forged[], signedValue: string): Forged => {
      const event = correction(events, 'RedLineDeclared', 'RecordRectified', data, RectifyRecord.name);
      (event.env.command as { input: object }).input = { ...inputOf(event), newValue: signedValue };
      return { ...event, data: { ...event.data, oldValue: 'PROHIBITED', authorityId: colleague } };
    };
    expect(await atEnd((events) => make(events, 'ADVISORY'))).toEqual([
      `signature ${LAST()}: RecordRectified does not bear the signature of who did it`,
    ]);
    expect(
      await found((events) => {
        const key = keyFrom(colleague);
        const own = madeLike(eventOf(events, 'KeyEnrolled'), {
          actor: colleague,
          stream: `participant-${colleague}`,
          data: { publicKey: enrolment(key, colleague).publicKey, use: 'SIGN' },
          command: { input: enrolment(key, colleague) },
        });
        const event = make(events, 'FEDERAL_APPROVAL_REQUIRED');
        event.env.sig = signedBy(key, event);
        return [...events, own, event];
      }),
    ).toEqual([`signature ${LAST() + 1}: RecordRectified is not what was signed: newValue`]);
  });

  it('that lowers a mark is found without a signature, one that raises it takes none', async () => {
    const marks = honest.flatMap(({ open }, n) => (open.type === 'ClassificationChanged' ? [n + 1] : []));
    const [raised = 0, lowered = 0] = marks;
    expect(honest[raised - 1]?.env.sig).toBeUndefined();
    expect(await found((events) => void delete events[lowered - 1]?.env.sig)).toEqual([
      `signature ${lowered}: ClassificationChanged does not bear the signature of who did it`,
    ]);
    expect(
      await found((events) => {
        const event = events[lowered - 1] as Forged;
        event.data['to'] = { level: 'PUBLIC', caveats: [] };
        return events;
      }),
    ).toEqual([`signature ${lowered}: ClassificationChanged is not what was signed: level`]);
  });
});

it('says the same on several threads', async () => {
  const events = structuredClone(honest) as Forged[];
  delete eventOf(events, 'ClearanceGranted').env.sig;
  const files = madeAnew(events);
  expect(await verify(files, { ...verification, threads: 2 })).toEqual(await verified(files));
}, 30_000);
