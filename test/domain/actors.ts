import { createHash } from 'node:crypto';
import { it } from '@jest/globals';
import { shows } from './claims';
import { body, daysAgo, done, type House, opened } from './house';

/** Who is spoken of: parties, people and what proves something. */
export function actors(at: () => House): void {
  const party =
    (key: string, type: string, canonicalName: string, by: 'official' | 'liaison' = 'official') =>
    async () => {
      const house = at();
      house.known[key] = await opened(house[by].look('POST', '/v1/parties', body({ type, canonicalName })));
    };
  const person = async (key: string, displayName: string, posts: readonly object[]) => {
    const { official, known } = at();
    known[key] = await opened(official.look('POST', '/v1/participants', body({ displayName, languages: ['ps'] })));
    for (const post of posts)
      await done(
        official.look('POST', `/v1/participants/${known[key]}/assume-role`, body({ ...post, record: { occurredAt: daysAgo(100) } })),
      );
    return official.look('GET', `/v1/participants/${known[key]}`);
  };

  it('a register of parties, under the names by which each is called', async () => {
    await party('province', 'PROVINCIAL_GOVERNMENT', 'A province')();
    await party('federation', 'FEDERAL_GOVERNMENT', 'The federation', 'liaison')();
    await party('authority', 'DE_FACTO_AUTHORITY', 'Authorities across the border')();
    await party('community', 'COMMUNITY', 'Families on both sides (fictitious)')();
    await party('tribe', 'TRIBE', 'A tribe across the border (fictitious)')();
    await party('group', 'NON_STATE_ARMED_GROUP', 'An armed group (fictitious)')();
    await party('organisation', 'INTERNATIONAL_ORGANISATION', 'An organisation (fictitious)')();
    const { official, known } = at();
    const named = (name: string, usedByPartyId: string) =>
      done(
        official.look(
          'POST',
          `/v1/parties/${known['authority']}/record-designation`,
          body({ name, lang: 'en', script: 'Latn', usedByPartyId }),
        ),
      );
    await named('The emirate', known['authority'] ?? '');
    await named('The regime', known['federation'] ?? '');
    const authority = await official.look('GET', `/v1/parties/${known['authority']}`);
    shows('S4', authority, {
      '/state/type': 'DE_FACTO_AUTHORITY',
      '/state/designations/0/name': 'The emirate',
      '/state/designations/1/name': 'The regime',
      '/state/designations/1/usedByPartyId': known['federation'],
    });
    shows('S1', await official.look('GET', `/v1/parties/${known['province']}`), { '/state/type': 'PROVINCIAL_GOVERNMENT' });
    shows('S11', await official.look('GET', `/v1/parties/${known['group']}`), { '/state/type': 'NON_STATE_ARMED_GROUP' });
    shows('S13', await official.look('GET', `/v1/parties/${known['organisation']}`), { '/state/type': 'INTERNATIONAL_ORGANISATION' });
    shows('S15', await official.look('GET', `/v1/parties/${known['community']}`), { '/state/type': 'COMMUNITY' });
  });

  it('how they stand to each other, and which of them a list names', async () => {
    const { official, known } = at();
    const kin = { toPartyId: known['tribe'], relation: 'KIN_OF', record: { occurredAt: daysAgo(3_000) } };
    await done(official.look('POST', `/v1/parties/${known['community']}/record-relation`, body(kin)));
    shows('S15', await official.look('GET', `/v1/parties/${known['community']}`), {
      '/state/relations/0/relation': 'KIN_OF',
      '/state/relations/0/toPartyId': known['tribe'],
    });
    const listing = { list: 'A list of proscribed organisations', status: 'PROSCRIBED', record: { occurredAt: daysAgo(2_000) } };
    await done(official.look('POST', `/v1/parties/${known['group']}/record-listing-status`, body(listing)));
    shows('S11 INV-32', await official.look('GET', `/v1/parties/${known['group']}`), { '/state/listings/0/status': 'PROSCRIBED' });
  });

  it('people, and what each is in the world', async () => {
    const { known } = at();
    const head = await person('head', 'Head (fictitious)', [{ role: 'HEAD_OF_PROVINCIAL_GOVERNMENT', partyId: known['province'] }]);
    shows('S6', head, { '/state/posts/0/role': 'HEAD_OF_PROVINCIAL_GOVERNMENT' });
    const spokesman = await person('spokesman', 'Spokesman (fictitious)', [
      { role: 'SPOKESMAN', partyId: known['province'] },
      { role: 'ADVISER', partyId: known['province'] },
    ]);
    shows('S5', spokesman, { '/state/posts/0/role': 'SPOKESMAN', '/state/posts/1/role': 'ADVISER' });
    const leader = { role: 'COUNTERPART', partyId: known['tribe'], counterpartKind: 'AFGHAN_TRIBAL_LEADER' };
    shows('S12', await person('elder', 'Elder (fictitious)', [leader]), { '/state/posts/0/counterpartKind': 'AFGHAN_TRIBAL_LEADER' });
    await person('commander', 'Commander (fictitious)', [{ role: 'COUNTERPART', partyId: known['group'] }]);
    const envoy = { role: 'COUNTERPART', partyId: known['authority'], counterpartKind: 'AFGHAN_GOVERNMENT_REPRESENTATIVE' };
    shows('S12', await person('envoy', 'Envoy (fictitious)', [envoy]), {
      '/state/posts/0/counterpartKind': 'AFGHAN_GOVERNMENT_REPRESENTATIVE',
    });
    const expert = await person('expert', 'Expert (fictitious)', [{ role: 'EXPERT_COMMENTATOR', partyId: known['organisation'] }]);
    shows('S14', expert, { '/state/posts/0/role': 'EXPERT_COMMENTATOR' });
    await person('own elder', 'Own elder (fictitious)', [{ role: 'TRIBAL_ELDER', partyId: known['community'] }]);
    await person('scholar', 'Scholar (fictitious)', [{ role: 'RELIGIOUS_SCHOLAR', partyId: known['community'] }]);
    const leading = await person('leader', 'Leader (fictitious)', [{ role: 'POLITICAL_LEADER', partyId: known['community'] }]);
    shows('S3', leading, { '/state/posts/0/role': 'POLITICAL_LEADER' });
    const stakeholder = await person('stakeholder', 'Trader (fictitious)', [{ role: 'KEY_STAKEHOLDER', partyId: known['community'] }]);
    shows('S16', stakeholder, { '/state/posts/0/role': 'KEY_STAKEHOLDER' });
  });

  it('what proves something, by its kind and its hash', async () => {
    const { official, known } = at();
    const evidence = (kind: string, sha256: string) =>
      opened(
        official.look(
          'POST',
          '/v1/evidence',
          body({
            sha256,
            bytes: 1,
            mediaType: 'application/pdf',
            capturedAt: daysAgo(30),
            lang: 'en',
            kind,
            record: { classification: { level: 'PUBLIC' } },
          }),
        ),
      );
    known['letter'] = await evidence('LETTER', 'a'.repeat(64));
    const press = await evidence('PRESS_STATEMENT', 'b'.repeat(64));
    shows('S8', await official.look('GET', `/v1/evidence/${press}`), { '/state/kind': 'PRESS_STATEMENT' });
    const report = await evidence('THIRD_PARTY_ASSESSMENT', 'c'.repeat(64));
    shows('S13', await official.look('GET', `/v1/evidence/${report}`), { '/state/kind': 'THIRD_PARTY_ASSESSMENT' });
  });

  it('its file is kept if it is the one that was recorded, and goes from hand to hand', async () => {
    const { official, liaison } = at();
    const film = Buffer.from('A film (fictitious)');
    const sha256 = createHash('sha256').update(film).digest('hex');
    const kind = { mediaType: 'video/mp4', capturedAt: daysAgo(30), lang: 'ps', kind: 'VIDEO' };
    const record = { classification: { level: 'PUBLIC' } };
    const id = await opened(official.look('POST', '/v1/evidence', body({ sha256, bytes: film.length, ...kind, record })));
    const put = (raw: Buffer) => official.look('PUT', `/v1/evidence/${id}/bytes`, { raw, headers: { 'content-type': 'video/mp4' } });
    shows('INV-38', await put(Buffer.from('Another (fictitious)')), { '/code': 'evidence.other-bytes', '/invariant': 'INV-38' });
    shows('INV-38', await put(film), { '/sha256': sha256 });
    shows('INV-38', await liaison.look('POST', `/v1/evidence/${id}/verify`, body({})), { '/events/0/type': 'EvidenceVerified' });
    const handOver = (from: string, to: string) =>
      liaison.look(
        'POST',
        `/v1/evidence/${id}/transfer-custody`,
        body({ from, to, means: 'In person', record: { occurredAt: daysAgo(1) } }),
      );
    shows('INV-38', await handOver(liaison.id, official.id), { '/code': 'evidence.not-custodian', '/invariant': 'INV-38' });
    shows('INV-38', await handOver(official.id, liaison.id), { '/events/0/type': 'CustodyTransferred' });
  });

  it('who may do what is granted by events, each side its own', async () => {
    const { administrator, focal } = at();
    const own = await administrator.look('POST', `/v1/participants/${administrator.id}/grant-role`, body({ role: 'AUDITOR' }));
    shows('INV-47', own, { '/code': 'participant.own-grant', '/invariant': 'INV-47' });
    const reviewer = await administrator.look('POST', `/v1/participants/${focal.id}/grant-role`, body({ role: 'FEDERAL_REVIEWER' }));
    shows('INV-47', reviewer, { '/code': 'participant.other-side', '/invariant': 'INV-47' });
  });
}
