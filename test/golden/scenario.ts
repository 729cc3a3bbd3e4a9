import { recordEvents } from '../../src/kernel/record.events';
import { textOf } from '../../src/kernel/text';
import { evidenceEvents } from '../../src/negotiation/evidence/evidence.events';
import { houseRulesEvents } from '../../src/negotiation/house-rules/house-rules.events';
import { initiativeEvents } from '../../src/negotiation/initiative/initiative.events';
import { participantEvents } from '../../src/negotiation/participant/participant.events';
import { partyEvents } from '../../src/negotiation/party/party.events';
import { policyFrameworkEvents } from '../../src/negotiation/policy-framework/policy-framework.events';
import { HOUSE_RULES_ID, POLICY_FRAMEWORK_ID, SYSTEM_ID } from '../../src/negotiation/singletons';
import { playClearance } from './clearance';
import type { Act, Recorder } from './recorder';

/* Everybody and everything here is made up. Each act shows one thing of the format, or one way in which a stream goes on. */

const PHOTO = 'b5bb9d8014a0f9b1d61e21e796d78dccdf1322f2d7a0f3d7a1ab4a5ba1d2e2f0';
const RED_LINE = '9d3f7d52-3f0e-4d0b-8f62-2a0b6f0c1a11';
const SECOND_LINE = '9d3f7d52-3f0e-4d0b-8f62-2a0b6f0c1a12';

/** Records the whole of it. */
export function play(recorder: Recorder): void {
  const { PartyRegistered, DesignationRecorded } = partyEvents;
  const { ParticipantRegistered, RoleAssumed, RoleRelinquished, RoleGranted, RoleWithdrawn, ClearanceLevelGranted, AccountBound } =
    participantEvents;
  const bySystem = (act: Omit<Act, 'actor' | 'role'>) => recorder.record({ ...act, actor: SYSTEM_ID, role: 'SYSTEM' });

  bySystem({
    command: 'RegisterParticipant',
    kind: 'participant',
    id: SYSTEM_ID,
    events: [ParticipantRegistered({ displayName: 'SYSTEM', languages: [] })],
  });
  const official = bySystem({
    command: 'RegisterParticipant',
    kind: 'participant',
    level: 'CONFIDENTIAL',
    events: [ParticipantRegistered({ displayName: 'Zarghuna Wardak (fictitious)', languages: ['ps', 'ur', 'en'] })],
  });
  const person = `participant-${official.id}`;
  const toOfficial = (command: string, ...events: Act['events']) =>
    bySystem({ command, kind: 'participant', id: official.id, level: 'CONFIDENTIAL', events });
  toOfficial('GrantRole', RoleGranted({ role: 'FOCAL_PERSON', side: 'PROVINCE' }));
  const auditor = toOfficial('GrantRole', RoleGranted({ role: 'RAPPORTEUR', side: 'PROVINCE' }));
  toOfficial('GrantClearanceLevel', ClearanceLevelGranted({ level: 'SECRET', caveats: ['KP_EYES_ONLY'], side: 'PROVINCE' }));
  toOfficial('BindAccount', AccountBound({ accountId: '5b0c8f0a-8c2d-4d26-9f57-0f2b1f6c2c01', invitedBy: SYSTEM_ID }));
  toOfficial('WithdrawRole', RoleWithdrawn({ grantEventId: auditor.eventIds[0] ?? '', side: 'PROVINCE' }));
  const act = (its: Omit<Act, 'actor' | 'role'>) =>
    recorder.record({
      actor: official.id,
      role: 'FOCAL_PERSON',
      ...its,
      reads: [person, `houseRules-${HOUSE_RULES_ID}`, ...(its.reads ?? [])],
    });

  const province = act({
    command: 'RegisterParty',
    kind: 'party',
    level: 'PUBLIC',
    events: [PartyRegistered({ type: 'PROVINCIAL_GOVERNMENT', canonicalName: 'Province of Example (fictitious)' })],
  });
  const elders = act({
    command: 'RegisterParty',
    kind: 'party',
    events: [PartyRegistered({ type: 'TRIBE', canonicalName: 'د غره مشران (fictitious)' })],
  });
  act({
    command: 'RecordDesignation',
    kind: 'party',
    id: elders.id,
    events: [DesignationRecorded({ name: 'Elders of the Mountain (fictitious)', lang: 'en', script: 'Latn', usedByPartyId: province.id })],
  });
  const assumed = recorder.record({
    command: 'AssumeRole',
    actor: official.id,
    role: 'FOCAL_PERSON',
    kind: 'participant',
    id: official.id,
    level: 'CONFIDENTIAL',
    occurredAt: { from: '2025-02', precision: 'MONTH', zone: 'Asia/Karachi', calendar: 'SOLAR_HIJRI', originalText: 'دلوه ۱۴۰۳' },
    events: [RoleAssumed({ role: 'ADVISER', partyId: province.id, note: 'By letter' })],
  });
  recorder.record({
    command: 'RelinquishRole',
    actor: official.id,
    role: 'FOCAL_PERSON',
    kind: 'participant',
    id: official.id,
    level: 'CONFIDENTIAL',
    events: [RoleRelinquished({ roleEventId: assumed.eventIds[0] ?? '' })],
  });

  const letter = act({
    command: 'IngestEvidence',
    kind: 'evidence',
    events: [
      evidenceEvents.EvidenceIngested({
        sha256: PHOTO,
        bytes: 48_213,
        mediaType: 'image/jpeg',
        capturedAt: { from: '2025-02-15', to: '2025-02-17', precision: 'RANGE', zone: 'Asia/Kabul', calendar: 'GREGORIAN' },
        lang: 'zxx',
        kind: 'PHOTO',
      }),
    ],
  });
  act({
    command: 'VerifyEvidence',
    kind: 'evidence',
    id: letter.id,
    events: [evidenceEvents.EvidenceVerified({ sha256: PHOTO, ok: true })],
  });
  act({
    command: 'TransferCustody',
    kind: 'evidence',
    id: letter.id,
    occurredAt: { from: '2025-02-28', precision: 'DAY', zone: 'Asia/Karachi', calendar: 'GREGORIAN' },
    events: [evidenceEvents.CustodyTransferred({ from: official.id, to: SYSTEM_ID, means: 'In person (fictitious)', sealNo: 'KP 17' })],
  });
  const initiative = act({
    command: 'ProposeInitiative',
    kind: 'initiative',
    level: 'SECRET',
    caveats: ['KP_EYES_ONLY'],
    reads: [`party-${province.id}`],
    events: [
      initiativeEvents.InitiativeProposed({
        title: 'Talks on the opening hours of a crossing (fictitious)',
        sponsorPartyId: province.id,
        objectives: [{ code: 'O1', text: 'Less waiting; “لنډ انتظار”.' }],
      }),
      initiativeEvents.FocalPersonDesignated({ participantId: official.id }),
    ],
  });
  const within = {
    kind: 'initiative',
    id: initiative.id,
    initiativeId: initiative.id,
    level: 'SECRET',
    caveats: ['KP_EYES_ONLY'],
  } as const;
  const notified = act({
    ...within,
    command: 'NotifyFederalGovernment',
    occurredAt: { from: '2025-02-28T10:00+05:00', precision: 'INSTANT', zone: 'Asia/Karachi', calendar: 'GREGORIAN' },
    envelope: {
      onBehalfOf: province.id,
      evidence: [{ evidenceId: letter.id, sha256: PHOTO, locator: 'page 2' }],
      sources: [{ sourceId: '6a1d7f2e-7a35-4d62-8a39-7e3c1f9b0a01', reliability: 'B', credibility: 2, basis: 'DOCUMENT' }],
      flags: ['LATE_RECORDED'],
    },
    events: [
      initiativeEvents.FederalGovernmentNotified({
        reference: 'EX/2025/17',
        addressee: 'A federal division (fictitious)',
        channel: 'LETTER',
        documentEvidenceId: letter.id,
        summary: 'What is intended.\nIn two lines.',
      }),
    ],
  });
  act({
    ...within,
    command: 'AcknowledgeFederalNotification',
    events: [initiativeEvents.FederalNotificationAcknowledged({ notificationId: notified.eventIds[0] ?? '', reference: 'F-9' })],
  });
  playFramework(recorder, official.id, letter.id);
  playClearance({ recorder, actor: official.id, initiativeId: initiative.id, partyId: province.id, evidenceId: letter.id });
  playControl(act, within, initiative.eventIds[0] ?? '', notified.eventIds[0] ?? '');
  bySystem({
    command: 'SetHouseRule',
    kind: 'houseRules',
    id: HOUSE_RULES_ID,
    events: [houseRulesEvents.HouseRuleSet({ rule: 'LATE_RECORDED_HOURS', value: 96, side: 'PROVINCE' })],
  });
}

function playFramework(recorder: Recorder, actor: string, evidenceId: string): void {
  const framework = (command: string, ...events: Act['events']) =>
    recorder.record({
      command,
      actor,
      role: 'FEDERAL_REVIEWER',
      kind: 'policyFramework',
      id: POLICY_FRAMEWORK_ID,
      level: 'CONFIDENTIAL',
      events,
    });
  const {
    PolicyInstrumentRegistered,
    RedLineDeclared,
    RedLineAmended,
    RedLineWithdrawn,
    FrameworkVersionPublished,
    FrameworkVersionSuperseded,
  } = policyFrameworkEvents;
  framework(
    'RegisterPolicyInstrument',
    PolicyInstrumentRegistered({
      title: 'Directive (fictitious)',
      issuer: 'A division',
      kind: 'DIRECTIVE',
      effectiveFrom: '2025-01-01',
      evidenceId,
      classification: 'SECRET',
    }),
  );
  const words = textOf({ lang: 'en', body: 'No text may touch the course of the border.' });
  const declared = framework(
    'DeclareRedLine',
    RedLineDeclared({ redLineId: RED_LINE, topic: 'SECURITY', text: words, effect: 'PROHIBITED', examples: ['A map'] }),
  );
  const second = framework(
    'DeclareRedLine',
    RedLineDeclared({
      redLineId: SECOND_LINE,
      topic: 'TRADE',
      text: textOf({ lang: 'ur', body: 'محصول' }),
      effect: 'FEDERAL_APPROVAL_REQUIRED',
      examples: [],
    }),
  );
  const published = framework(
    'PublishFrameworkVersion',
    FrameworkVersionPublished({ version: 1, redLineIds: [RED_LINE, SECOND_LINE], effectiveFrom: '2025-03-01' }),
  );
  framework(
    'AmendRedLine',
    RedLineAmended({
      redLineId: RED_LINE,
      text: textOf({ lang: 'en', body: 'No text may touch the border.' }),
      effect: 'PROHIBITED',
      supersedes: declared.eventIds[0] ?? '',
    }),
  );
  framework(
    'WithdrawRedLine',
    RedLineWithdrawn({ redLineId: SECOND_LINE, declarationId: second.eventIds[0] ?? '', reason: 'Covered by law' }),
  );
  // Two events of one command: the new version takes the place of the old one.
  framework(
    'PublishFrameworkVersion',
    FrameworkVersionSuperseded({ version: 1, publicationId: published.eventIds[0] ?? '', by: 2 }),
    FrameworkVersionPublished({ version: 2, redLineIds: [RED_LINE], effectiveFrom: '2025-03-01' }),
  );
}

function playControl(
  act: (its: Omit<Act, 'actor' | 'role'>) => unknown,
  within: Pick<Act, 'kind' | 'id' | 'initiativeId' | 'level' | 'caveats'>,
  proposed: string,
  notified: string,
): void {
  const authorityId = SYSTEM_ID;
  const { RecordRectified, RecordAnnotated, ClassificationChanged, RecordAnnulled, RectificationReversed } = recordEvents;
  const control = (command: string, ...events: Act['events']) => act({ ...within, command, events }) as { eventIds: readonly string[] };
  const change = { reason: 'CLERICAL_ERROR', effective: 'AB_INITIO', authorityId } as const;
  control(
    'RectifyRecord',
    RecordRectified({
      ...change,
      targetEventId: proposed,
      pointer: '/title',
      oldValue: 'Talks on the opening hours of a crossing (fictitious)',
      newValue: 'Talks on opening hours (fictitious)',
    }),
  );
  const wrong = control(
    'RectifyRecord',
    RecordRectified({ ...change, targetEventId: notified, pointer: '/reference', oldValue: 'EX/2025/17', newValue: 'EX/2025/71' }),
  );
  control('ReverseRectification', RectificationReversed({ targetEventId: wrong.eventIds[0] ?? '', reason: 'It was right' }));
  const note = control(
    'AnnotateRecord',
    RecordAnnotated({ targetEventId: notified, text: 'Sent by courier; 1e400, \\u0000 and “quotes” are only text.' }),
  );
  control('AnnulRecord', RecordAnnulled({ targetEventId: note.eventIds[0] ?? '', reason: 'Of no use' }));
  control(
    'ClassifyRecord',
    ClassificationChanged({ targetEventId: proposed, to: { level: 'CONFIDENTIAL', caveats: ['NO_EXPORT'] }, authorityId }),
  );
}
