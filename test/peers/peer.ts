import { describe, it } from 'vitest';

/** A real thing that tests talk to over the wire. */
export type Peer = {
  readonly name: string;
  /** What is missing to run it on this machine, as a sentence that says what to install; undefined when nothing is. */
  readonly missing: () => string | undefined;
};

/** Set it to 1 where every peer must be there, as in CI: a missing one is then a failure and not a skip. */
const REQUIRE_PEERS = 'SMARTSCALE_REQUIRE_PEERS';

/** `describe` for tests that need a peer. Without it they are skipped, and their title says why. */
export function describeWithPeer(peer: Peer, title: string, tests: () => void): void {
  const missing = peer.missing();
  if (missing === undefined) {
    describe(title, tests);
  } else if (process.env[REQUIRE_PEERS] === '1') {
    describe(title, () => {
      it(`has ${peer.name}`, () => {
        throw new Error(`${peer.name} is required (${REQUIRE_PEERS}=1): ${missing}`);
      });
    });
  } else {
    describe.skip(`${title} (skipped, no ${peer.name}: ${missing})`, tests);
  }
}
