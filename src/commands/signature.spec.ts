import { beforeEach, describe, expect, it } from '@jest/globals';
import { BuildGate, gates, OpenGate } from '../../test/support/gate';
import { enrolment, keyFrom } from '../../test/support/signer';
import { recorded, TestRoad, type Told } from '../../test/support/test-road';
import { ProposeInitiative } from '../negotiation/initiative/initiative.commands';
import { EnrolKey, RevokeKey } from '../negotiation/participant/participant.commands';
import { declarations } from '../negotiation/nouns';
import { RegisterParty } from '../negotiation/party/party.commands';
import { AmendRedLine, DeclareRedLine } from '../negotiation/policy-framework/policy-framework.commands';
import { POLICY_FRAMEWORK_ID } from '../negotiation/singletons';
import { commandTypesOf } from './noun';
import type { Outcome } from './outcome';
import { controlTypesOf } from './record-control';
import { FactPart, RecordPart } from './record-part';
import { AnnotateRecord, AnnulRecord, ClassifyRecord, RectifyRecord, ReverseRectification } from './record.commands';

/* INV-46: decisive acts carry the person's own signature over the exact command; without an enrolled key they are refused. */

const line = { topic: 'SECURITY', text: { lang: 'ps', body: 'هېڅ وسله‌واله ډله' }, effect: 'PROHIBITED', examples: [] } as const;
const FRAMEWORK = POLICY_FRAMEWORK_ID;

let road: TestRoad;
let reviewer: string;
beforeEach(async () => {
  // One whose corrections take one person, as those of most records do.
  road = TestRoad.open({ ...gates, decisive: { OpenGate: { GateOpened: ['staff'] } } });
  reviewer = await road.person(['FEDERAL_REVIEWER']);
});

const enrol = (by: string, key = keyFrom(by), use: 'SIGN' | 'DEVICE' = 'SIGN', told: Partial<Told> = {}): Promise<Outcome> =>
  road.act(EnrolKey, enrolment(key, by, use), { by, on: by, ...told });
const declare = (told: Partial<Told> = {}, fields: typeof line = line): Promise<Outcome> =>
  road.act(DeclareRedLine, fields, { by: reviewer, unsigned: true, ...told });
const signatureFor = (
  told: Partial<Told>,
  { fields = line, key = keyFrom(reviewer) }: { fields?: object; key?: ReturnType<typeof keyFrom> } = {},
) =>
  road.signatureOf(
    key,
    {
      type: road.typeOf(DeclareRedLine),
      actor: { participantId: reviewer },
      streamId: FRAMEWORK,
      idempotencyKey: told.key ?? 'one',
      ...(told.ifMatch !== undefined && { ifMatch: told.ifMatch }),
      ...(told.record !== undefined && { record: told.record as never }),
    },
    fields,
  );

it('no command, and nothing said beside one, adds to what was sent', () => {
  const types = declarations.flatMap((noun) => [...commandTypesOf(noun), ...controlTypesOf(noun)]);
  for (const part of [...types.map((type) => type.class), RecordPart, FactPart]) expect({ ...new part() }).toEqual({});
});

describe('a decisive act', () => {
  it('is refused to whoever has no key, and to whoever does not sign', async () => {
    expect(await declare()).toMatchObject({ code: 'record.no-signing-key', reason: { invariant: 'INV-46' } });
    recorded(await enrol(reviewer));
    const head = await road.head();
    expect(await declare()).toMatchObject({ code: 'record.signature-missing', reason: { invariant: 'INV-46' } });
    expect(await road.head()).toBe(head);
    const event = recorded(await declare({ key: 'one', signature: signatureFor({}) })).events[0];
    expect(event).toMatchObject({ type: 'RedLineDeclared' });
  });

  it('takes a signature over exactly what is asked, in whatever order its members were written', async () => {
    recorded(await enrol(reviewer));
    const told = { key: 'one', record: { classification: { level: 'SECRET' } } } as const;
    const signature = signatureFor(told);
    for (const other of [
      { ...told, key: 'two' },
      { ...told, record: { classification: { level: 'CONFIDENTIAL' } } } as const,
      { key: told.key },
    ])
      expect(await declare({ ...other, signature })).toMatchObject({ code: 'record.signature-wrong', reason: { invariant: 'INV-46' } });
    expect(await declare({ ...told, signature }, { ...line, effect: 'ADVISORY' } as never)).toMatchObject({
      code: 'record.signature-wrong',
    });
    const turned = Object.fromEntries(Object.entries(line).reverse()) as typeof line;
    recorded(await declare({ ...told, signature }, turned));
  });

  it('takes the revision with it, where one was named', async () => {
    recorded(await enrol(reviewer));
    recorded(await road.act(DeclareRedLine, line, { by: reviewer }));
    const signature = signatureFor({ key: 'one', ifMatch: 0 });
    expect(await declare({ key: 'one', signature })).toMatchObject({ code: 'record.signature-wrong' });
    recorded(await declare({ key: 'one', ifMatch: 0, signature }));
  });

  it('not one of somebody else, of a device, or of a key that was revoked', async () => {
    const colleague = await road.person(['FEDERAL_REVIEWER']);
    recorded(await enrol(colleague));
    const firstKey = recorded(await enrol(reviewer)).events[0]?.id ?? '';
    recorded(await enrol(reviewer, keyFrom('device'), 'DEVICE'));
    for (const key of [keyFrom(colleague), keyFrom('device'), keyFrom('nobody')])
      expect(await declare({ key: 'one', signature: signatureFor({}, { key }) })).toMatchObject({ code: 'record.signature-wrong' });
    recorded(await enrol(reviewer, keyFrom('spare')));
    recorded(await road.act(RevokeKey, { keyEventId: firstKey, reason: 'Lost.' }, { by: reviewer, on: reviewer }));
    expect(await declare({ key: 'one', signature: signatureFor({}) })).toMatchObject({ code: 'record.signature-wrong' });
    recorded(await declare({ key: 'one', signature: signatureFor({}, { key: keyFrom('spare') }) }));
  });

  it('is answered by its own rule first: nobody signs what would be refused all the same', async () => {
    const fields = { redLineId: reviewer, text: line.text, effect: 'ADVISORY' } as const;
    recorded(await road.act(DeclareRedLine, line, { by: reviewer }));
    expect(await road.act(AmendRedLine, fields, { by: reviewer, unsigned: true })).toMatchObject({
      code: 'policyFramework.red-line-unknown',
    });
  });

  it('can be tried in a dry run, which takes no signature', async () => {
    recorded(await declare({ dryRun: true }));
    expect(await declare()).toMatchObject({ code: 'record.no-signing-key' });
  });

  it('repeated with its key is answered as it was', async () => {
    recorded(await enrol(reviewer));
    const first = recorded(await declare({ key: 'one', signature: signatureFor({}) }));
    expect(recorded(await declare({ key: 'one' }))).toEqual({ ...first, replayed: true });
  });

  it('is not forgotten where a conflict has it decided again', async () => {
    recorded(await enrol(reviewer));
    const other = await road.again();
    road.store.rivals.push(() => other.act(DeclareRedLine, line, { by: reviewer }));
    recorded(await declare({ key: 'one', signature: signatureFor({}) }));
    expect(await road.history('policyFramework', FRAMEWORK)).toHaveLength(2);
  });
});

describe('a signature that nobody asked for', () => {
  it('is kept with the act if it is true, and stops it if it is not', async () => {
    const official = await road.person(['PROVINCIAL_OFFICIAL']);
    const fields = { type: 'TRIBE', canonicalName: 'Elders (fictitious)' } as const;
    const issue = { type: road.typeOf(RegisterParty), actor: { participantId: official }, idempotencyKey: 'party' };
    const signature = road.signatureOf(keyFrom(official), issue, fields);
    const told = { by: official, key: 'party', signature };
    expect(await road.act(RegisterParty, fields, told)).toMatchObject({ code: 'record.no-signing-key' });
    recorded(await enrol(official));
    expect(await road.act(RegisterParty, { ...fields, canonicalName: 'Others' }, told)).toMatchObject({ code: 'record.signature-wrong' });
    recorded(await road.act(RegisterParty, fields, told));
  });
});

describe('a further key', () => {
  it('is signed for by one in force: whoever has taken the account has not taken the name', async () => {
    recorded(await enrol(reviewer, keyFrom(reviewer), 'SIGN', { unsigned: true }));
    expect(await enrol(reviewer, keyFrom('thief'), 'SIGN', { unsigned: true })).toMatchObject({
      code: 'record.signature-missing',
      reason: { invariant: 'INV-46' },
    });
    expect(await enrol(reviewer, keyFrom('thief'), 'DEVICE', { unsigned: true })).toMatchObject({ code: 'record.signature-missing' });
    recorded(await enrol(reviewer, keyFrom('spare')));
  });
});

describe('what a person does in his own record', () => {
  it('gives others who do the same in theirs no say over it', async () => {
    const official = await road.person(['PROVINCIAL_OFFICIAL']);
    const targetEventId = recorded(await enrol(reviewer)).events[0]?.id ?? '';
    const control = <C extends object>(command: new () => C, fields: C) =>
      road.act(command, fields as never, { by: official, on: reviewer }, 'participant');
    for (const outcome of [
      await control(AnnotateRecord, { targetEventId, text: 'x' }),
      await control(ClassifyRecord, { targetEventId, level: 'SECRET', caveats: [] }),
    ])
      expect(outcome).toMatchObject({ code: 'record.not-your-event' });
    expect(await control(AnnulRecord, { targetEventId, reason: 'x' })).toMatchObject({ code: 'record.never-corrected' });
  });
});

describe('a correction is as decisive as what it corrects', () => {
  it('of a red line: rectified and annulled with a signature only', async () => {
    const second = await road.person(['FEDERAL_REVIEWER']);
    const targetEventId = recorded(await road.act(DeclareRedLine, line, { by: reviewer })).events[0]?.id ?? '';
    const rectification = {
      targetEventId,
      pointer: '/effect',
      newValue: 'ADVISORY',
      reason: 'CLERICAL_ERROR',
      effective: 'AB_INITIO',
      secondPersonId: second,
    } as const;
    const annulment = { targetEventId, reason: 'Never declared.', secondPersonId: second };
    const told = { by: reviewer, on: FRAMEWORK } as const;
    const missing = { code: 'record.signature-missing', reason: { invariant: 'INV-46' } };
    expect(await road.act(RectifyRecord, rectification, { ...told, unsigned: true }, 'policyFramework')).toMatchObject(missing);
    recorded(await road.act(RectifyRecord, rectification, told, 'policyFramework'));
    expect(await road.act(AnnulRecord, annulment, { ...told, unsigned: true }, 'policyFramework')).toMatchObject(missing);
    const note = { targetEventId, text: 'As the letter says.' };
    recorded(await road.act(AnnotateRecord, note, { ...told, unsigned: true }, 'policyFramework'));
    recorded(await road.act(AnnulRecord, annulment, told, 'policyFramework'));
  });

  it('of what is annulled along with it', async () => {
    const other = await road.person(['FEDERAL_REVIEWER']);
    const targetEventId = recorded(await road.act(DeclareRedLine, line, { by: reviewer })).events[0]?.id ?? '';
    const [declared] = await road.history('policyFramework', FRAMEWORK);
    const redLineId = String(declared?.data['redLineId']);
    const amended = recorded(await road.act(AmendRedLine, { redLineId, text: line.text, effect: 'ADVISORY' }, { by: reviewer }));
    const fields = { targetEventId, dependants: [amended.events[0]?.id ?? ''], reason: 'x', secondPersonId: other };
    expect(await road.act(AnnulRecord, fields, { by: reviewer, on: FRAMEWORK, unsigned: true }, 'policyFramework')).toMatchObject({
      code: 'record.signature-missing',
    });
  });
});

/** A gate, shut, and who may do everything with it. */
async function built(): Promise<{ readonly focal: string; readonly on: string; readonly builtEventId: string }> {
  const focal = await road.person(['FOCAL_PERSON']);
  const official = await road.person(['PROVINCIAL_OFFICIAL']);
  const party = recorded(await road.act(RegisterParty, { type: 'TRIBE', canonicalName: 'x' }, { by: official })).stream.id;
  const proposal = { title: 'Dialogue', sponsorPartyId: party, objectives: [{ code: 'O1', text: 'Peace' }] } as const;
  const initiativeId = recorded(await road.act(ProposeInitiative, proposal, { by: focal })).stream.id;
  const gate = recorded(await road.act(BuildGate, { initiativeId, name: 'Torkham' }, { by: focal }));
  return { focal, on: gate.stream.id, builtEventId: gate.events[0]?.id ?? '' };
}

describe('a rectification', () => {
  it('of a decisive act is reversed with a signature, too', async () => {
    const { focal, on } = await built();
    const targetEventId = recorded(await road.act(OpenGate, { staff: 2 }, { by: focal, on })).events[0]?.id ?? '';
    const rectification = { targetEventId, pointer: '/staff', newValue: 3, reason: 'CLERICAL_ERROR', effective: 'AB_INITIO' } as const;
    const rectified = recorded(await road.act(RectifyRecord, rectification, { by: focal, on }, 'gate')).events[0]?.id ?? '';
    const reversal = { targetEventId: rectified, reason: 'It was right.' };
    expect(await road.act(ReverseRectification, reversal, { by: focal, on, unsigned: true }, 'gate')).toMatchObject({
      code: 'record.signature-missing',
    });
    recorded(await road.act(ReverseRectification, reversal, { by: focal, on }, 'gate'));
  });
});

describe('the mark of an event', () => {
  it('is lowered with a signature, and raised by whoever has none', async () => {
    const { focal, on, builtEventId: targetEventId } = await built();
    const colleague = await road.person(['FOCAL_PERSON']);
    const mark = (level: 'RESTRICTED' | 'SECRET', told: Partial<Told> = {}) =>
      road.act(ClassifyRecord, { targetEventId, level, caveats: [], secondPersonId: colleague }, { by: focal, on, ...told }, 'gate');
    recorded(await mark('SECRET', { unsigned: true }));
    expect(await mark('RESTRICTED', { unsigned: true })).toMatchObject({ code: 'record.no-signing-key', reason: { invariant: 'INV-46' } });
    recorded(await mark('RESTRICTED'));
  });
});
