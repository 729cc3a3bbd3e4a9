/* Every bound of the house, each with its reason (architecture 11). Units stand last in the name. */

/** Decisions per command: the first and two more on fresh state; who still conflicts then is told so (architecture 3). */
export const DECISIONS_PER_COMMAND_MAX = 3;
/** Longest pause before a decision is taken again, where other instances write too; the first is a quarter of it. */
export const CONFLICT_PAUSE_MAX_MS = 100;
/** Commands waiting for their turn on one stream; at 1,700 hot acts a second this is under a second of waiting. */
export const QUEUED_COMMANDS_PER_STREAM_MAX = 1_024;
/** Folded streams kept in memory; about 2 KiB each. */
export const CACHED_STREAMS_MAX = 20_000;
/** Unwrapped data keys kept in each thread; 100 bytes each, and a miss costs one look-up and one unwrapping. */
export const CACHED_KEYS_MAX = 20_000;
/** Appends waiting for the writer; at 3 ms per commit this is well under a second of work. */
export const QUEUED_APPENDS_MAX = 4_096;
/** Appends in one transaction: bounds both the commit's size and what one failed commit takes with it. */
export const APPENDS_PER_COMMIT_MAX = 512;
/** Appends in one message to the writer: enough to make a message cheap, few enough that the disk starts while others are still decided. */
export const APPENDS_PER_MESSAGE_MAX = 16;
/** UTF-16 code units of drafts after which no more are taken into one transaction: some 8,000 usual events, or a few of the largest. */
export const COMMIT_TEXT_LENGTH_MAX = 16 * 1024 * 1024;
/** Ends of streams that the writer remembers: 200 bytes each, and a miss costs one look-up and one hash. */
export const CACHED_HEADS_MAX = 20_000;
/** How long a writer waits for a lock that some other tool holds, before the group is refused (ledger.db) or tried again (views in PostgreSQL). */
export const WRITE_LOCK_WAIT_MS = 2_000;
/** Events that a subscription reads at once: a few milliseconds, and at most half a gigabyte if all are of the largest kind. */
export const EVENTS_PER_SUBSCRIPTION_READ_MAX = 256;
/** Events of one command: a decision that needs more is two decisions. */
export const EVENTS_PER_COMMAND_MAX = 100;
/** Acts that one `ConsistencyExceptionRaised` names; a correction that breaks more of them raises several. */
export const EVENTS_PER_EXCEPTION_MAX = 100;
/** Streams that one decision may read: each is checked in the append's own transaction. */
export const BASIS_STREAMS_MAX = 200;
/** One stored event, leaf, line feed and body together: a text of `TEXT_LENGTH_MAX` characters in any script fits twice, with its command. */
export const RECORD_BYTES_MAX = 2 * 1024 * 1024;
/** One request's body: a text of 100,000 characters of four bytes each, escaped, fits. */
export const REQUEST_BYTES_MAX = 1024 * 1024;
/** Words by which two wordings of one clause may differ before they are shown one after the other: nobody reads a mosaic, and it costs their square. */
export const WORDS_CHANGED_MAX = 400;
/** UTF-16 code units of a text that is negotiated (domain.md 4.3). */
export const TEXT_LENGTH_MAX = 100_000;
/** `Idempotency-Key` (api.md). */
export const IDEMPOTENCY_KEY_LENGTH_MAX = 255;
/** Nesting of a request's JSON: the deepest command has five; what is deeper was made to hurt. */
export const JSON_DEPTH_MAX = 32;
/** A reported fact may lie this far ahead of our clock: two honest clocks differ by minutes (INV-35). */
export const CLOCK_TOLERANCE_MS = 5 * 60_000;
/** Our own clock may fall behind the last `at` seen by this much before acts are refused (architecture 15). */
export const CLOCK_BEHIND_MAX_MS = 2_000;
/** One data key seals at most this many events of its stream, far below the 2^32 of NIST SP 800-38D. */
export const EVENTS_PER_DATA_KEY_MAX = 1 << 20;
/** Events a reader takes from the log at once. */
export const EVENTS_PER_READ_MAX = 1_000;
/** Longest pause of a process between two tries of an act that the store cannot take now. */
export const PROCESS_PAUSE_MAX_MS = 30_000;

/** Events that wait for one process in memory; then the log is read no further for any of them, until that one has caught up. */
export const EVENTS_WAITING_PER_PROCESS_MAX = 1_000;

/** How long an act waits for what it brings about: an erasure on several instances, one of which is gone, takes as long as its lease. */
export const DONE_WAIT_MS = 20_000;

/** How long an instance that has gone without a word is waited for before keys count as destroyed everywhere: several renewals may be lost on the way. */
export const LEASE_MS = 10_000;
/** How often an instance renews its lease, and hears of what it is to forget. */
export const LEASE_RENEWAL_MS = 2_000;
/** So much earlier than the server an instance takes its own lease for ended: clocks drift, and an answer takes its way. */
export const LEASE_MARGIN_MS = 2_000;
/** How long a request waits for a lease that has run out to be renewed: two renewals, so that a machine that was busy for a moment refuses nobody. */
export const LEASE_WAIT_MS = 5_000;
/** How often it is looked whether the other instances have forgotten. */
export const LEASE_LOOK_MS = 200;

/** By when an erasure has been recorded after its keys were destroyed: until then `verify` does not miss it. It waits for leases of instances, and for disks. */
export const ERASURE_RECORDED_WITHIN_MS = 60_000;
/** Keys that one `KeysDestroyed` names, twice: in what is recorded and in what was asked; more of them are named by several. */
export const KEYS_PER_EVENT_MAX = 1_000;

/** How often deadlines are looked at: fine enough for validities that are told in days. */
export const CLOCK_LOOK_MS = 1_000;

/** What a process works at lies in the log for longer than this: then it has not kept up for some time, and operators are told. */
export const PROCESS_LAG_WARNING_MS = 30_000;

/** Events that concern no process after which the marks are moved all the same, so that a restart need not pass over them again. */
export const EVENTS_BETWEEN_MARKS_MAX = 1_000;

/** Events that the views fold in one transaction while they catch up: half a second of work, so that health and `at-least` stay current. */
export const EVENTS_PER_VIEWS_BATCH_MAX = 2_000;

/** How soon the views are tried again after a fault, and how often whoever waits for their lead asks for it: a quarter of what `at-least` waits. */
export const VIEWS_LOOK_MS = 500;

/** How long a connection to PostgreSQL may take, and a question may wait for a free one. */
export const POSTGRES_CONNECT_MS = 5_000;
/** Connections on which the reader thread of one process asks PostgreSQL: as many questions as two cores answer at once, twice over. */
export const POSTGRES_READERS_MAX = 4;
/** How long PostgreSQL may take for one statement about keys or accounts: they are looked up by their keys, in milliseconds. */
export const POSTGRES_ANSWER_WAIT_MS = 5_000;
/** After PostgreSQL was waited for in vain, so long the next ones who ask hear the same at once: else each would wait for it after the other. */
export const POSTGRES_AWAY_MS = 2_000;
/** Keys, accounts or credentials that are carried over to PostgreSQL with one statement: far below the time that one may take. */
export const KEYS_CARRIED_AT_ONCE = 1_000;
/** Connections on which one thread asks PostgreSQL for keys or accounts: one may be slow, and a server of 100 serves five instances. */
export const POSTGRES_KEYS_CONNECTIONS_MAX = 2;
/** Statements that a connection to PostgreSQL keeps parsed: those of all boards, with some lengths of page; each costs the server tens of kilobytes. */
export const PREPARED_STATEMENTS_MAX = 256;
/** After so many seconds without a sign of life the server takes the process that builds the views for dead: well within the ten of a takeover. */
export const POSTGRES_DEAD_AFTER_S = 6;

/** Questions that wait for the reader thread; at 1 ms each a second of waiting. */
export const QUEUED_QUESTIONS_MAX = 1_024;

/** Rows on one page of a board or list. */
export const PAGE_SIZE_MAX = 200;
/** Events of one trail page, and lines of one CSV. */
export const TRAIL_EVENTS_MAX = 10_000;
/** How long a read waits for `at-least` before it says 503. */
export const AT_LEAST_WAIT_MS = 2_000;
/** Rows that an answer lists when there is no wish. */
export const PAGE_SIZE_DEFAULT = 50;
/** How long a decision waits for a process that fills what it reads, before it says 503. */
export const PROCESS_WAIT_MS = 2_000;
/** Wrong passwords for one account in the window, before it must wait: a person errs three times, a program does not stop. */
export const LOGIN_FAILURES_PER_ACCOUNT_MAX = 5;
/** The same from one address, behind which an office may sit. */
export const LOGIN_FAILURES_PER_ADDRESS_MAX = 30;
/** How long a wrong password counts. */
export const LOGIN_WINDOW_MS = 15 * 60_000;
/** Accounts and addresses whose failures are remembered. */
export const THROTTLED_NAMES_MAX = 10_000;
/** Attempts of one person in an hour that are kept one by one (INV-49): more than anybody makes by mistake; then only their number is, as it doubles. */
export const ATTEMPTS_PER_HOUR_MAX = 60;
/** UTF-16 code units of what was asked that are kept with an attempt: all but the longest texts, and no way to fill the disk. */
export const ATTEMPT_INPUT_LENGTH_MAX = 10_000;
/** How long credentials live: a program's token, a working day in a browser, the walk to the other screen, the post. */
export const BEARER_LIFETIME_MS = 30 * 24 * 3_600_000;
export const SESSION_LIFETIME_MS = 12 * 3_600_000;
export const SIGN_IN_LIFETIME_MS = 15 * 60_000;
export const ENROLMENT_LIFETIME_MS = 7 * 24 * 3_600_000;
/** Keys that one person has in force: one in daily use, spare ones in safes, one on each device; each makes every signature of his dearer to check. */
export const KEYS_PER_PERSON_MAX = 10;
/** NIST SP 800-63B asks for 8 at least; a ledger of this kind for more. */
export const PASSWORD_LENGTH_MIN = 12;
/** Long enough for any phrase, short enough that hashing it is not work. */
export const PASSWORD_LENGTH_MAX = 200;
/** How long SIGTERM lets running requests finish. */
export const DRAIN_MS = 10_000;
/** Whoever has asked within this time whether a server is ready sends it requests: HAProxy asks every two seconds (docker/cluster/haproxy.cfg). */
export const READY_ASKED_MS = 10_000;
/** How long a server that was asked to stop serves on meanwhile at most: HAProxy has asked twice by then, and half of `DRAIN_MS` is left. */
export const FAREWELL_MAX_MS = 5_000;
/** Nothing was asked for so long: whoever spreads requests has heard that it stops. */
export const SERVED_ON_QUIET_MS = 500;
/** How long a closing server waits for the first byte on a connection that was just made. */
export const SILENT_CONNECTION_MS = 500;
/** How long what comes after an unreadable request is thrown away, so that its sender can read the answer. */
export const UNREADABLE_LINGER_MS = 2_000;
/** Events that `verify` gives to a core at once: long enough that a message costs nothing, short enough that all cores end together. */
export const EVENTS_PER_STRETCH = 512;
/** Findings that a report lists; it counts them all. Who has more than these restores, and reads no list. */
export const FINDINGS_LISTED_MAX = 1_000;
/** People who listen to the changes of boards at one time; each costs a socket, and a check at every message. */
export const STREAMS_MAX = 1_000;
/** Of them one person's: some screens with some boards each. */
export const STREAMS_PER_PERSON_MAX = 50;
/** How long a stream that nothing is told on stays silent: shorter than the minute after which proxies think that a connection is dead. */
export const HEARTBEAT_MS = 15_000;
/** How long changes are gathered before they are told: a tenth of the second within which a reader shall know. */
export const CHANGES_GATHERED_MS = 100;
/** Changed rows of one board that are remembered for who was away; 300 bytes each, and at 50 a second some three minutes. */
export const CHANGES_KEPT_PER_BOARD_MAX = 10_000;
/** Rows that one message names; where there are more, it is less work to read the board again. */
export const CHANGES_PER_MESSAGE_MAX = 200;
/** What waits in the memory of the server for one slow reader, beyond what his socket takes: ten of the largest messages. */
export const STREAM_BUFFER_BYTES_MAX = 256 * 1024;
/** How long a stream that was ended waits for its reader to take the reason, before the connection is cut. */
export const STREAM_LINGER_MS = 2_000;
/** How soon a reader comes back whose stream has ended; also what `Retry-After` says where there are too many. */
export const STREAM_RETRY_MS = 3_000;
/** Bytes of the records of one append to KurrentDB: a server takes 1 MiB together with the names of the types, unless it was told otherwise. */
export const KURRENTDB_APPEND_BYTES_MAX = 1_000_000;
/** Appends that a KurrentDB server works on for us at once: it takes 100 calls on one connection, and reads need some of them. */
export const KURRENTDB_APPENDS_AT_ONCE_MAX = 64;
/** How long a KurrentDB server may take to answer one call: on an idle one it takes milliseconds. */
export const KURRENTDB_ANSWER_WAIT_MS = 10_000;
/** How long the outcome of an append is sought before it is called unknown: a frozen leader was replaced after 15 s. */
export const KURRENTDB_OUTCOME_WAIT_MS = 30_000;
/** Tries of a read on KurrentDB: with the pauses between them an orderly change of the leader is over. */
export const KURRENTDB_READS_MAX = 5;
/** First and longest pause before something is tried on KurrentDB again; each is up to twice as long as the one before. */
export const KURRENTDB_PAUSE_FIRST_MS = 50;
export const KURRENTDB_PAUSE_MAX_MS = 5_000;
/** How long a subscription to KurrentDB may say nothing before it is compared with the end of the log. */
export const KURRENTDB_SILENCE_MAX_MS = 15_000;
/** Events that one read of the log of KurrentDB asks for: some foreign ones may lie between ours. */
export const KURRENTDB_EVENTS_PER_READ_MAX = 1_000;
/** How far the clock of a KurrentDB server may be from ours: deadlines of the protocol are absolute times and take ten seconds. */
export const KURRENTDB_CLOCK_SKEW_MAX_MS = 5_000;
/** How long before its end the certificate of a KurrentDB server is told of: long enough to have another one made by whoever does that once a year. */
export const KURRENTDB_CERTIFICATE_DAYS_MIN = 30;
/** Room on the disk below which `doctor` warns: a year of a lively ledger, and time to bring a larger one. */
export const DISK_FREE_BYTES_MIN = 1024 ** 3;
/** One piece of evidence: three hours of video as a camera records them; what is longer is recorded in parts. */
export const EVIDENCE_BYTES_MAX = 16 * 1024 ** 3;
/** How long whoever sends evidence may send nothing: a line of the mountains is down for seconds, a cable that was pulled for ever. */
export const EVIDENCE_SILENCE_MAX_MS = 60_000;
/** Files of evidence that one process takes at once: each holds a connection, an open file and some chunks for as long as its line is slow. */
export const EVIDENCE_UPLOADS_AT_ONCE_MAX = 32;
/** How old an unfinished file is before its writer is taken for dead; one that lives has written to it within `EVIDENCE_SILENCE_MAX_MS`, by a clock that may differ. */
export const UNFINISHED_BLOB_KEPT_MS = 24 * 3_600_000;
