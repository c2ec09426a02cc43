import { describe, expect, it } from 'vitest';
import type { DomainEvent } from '../catalogue/index.ts';
import type { Decider } from '../decider.ts';
import { at, specOf } from './decider-spec.ts';

type State = { readonly told: readonly string[]; readonly lastAt: string | null };
type Command = { readonly tell: string; readonly now: string };

const sent = (text: string): DomainEvent<'NoticeSent'> => ({
  type: 'NoticeSent',
  data: { causeId: 'c', causeType: 'ScaleDecided', channel: '#ops', text, message: null, alsoTells: [], lateSeconds: 0 },
});

/** Tells each text once, and nothing within five minutes. */
const decider: Decider<State, Command, 'NoticeSent'> = {
  initialState: () => ({ told: [], lastAt: null }),
  evolve: ({ told }, { data, occurredAt }) => ({ told: [...told, data.text], lastAt: occurredAt }),
  decide({ tell, now }, { told, lastAt }) {
    if (tell === '') throw new Error('nothing to tell');
    if (told.includes(tell)) return [];
    if (lastAt !== null && Date.parse(now) - Date.parse(lastAt) < 300_000) return [];
    return [sent(tell)];
  },
};

const { given } = specOf(decider);

describe('a decider spec', () => {
  it('passes when exactly the expected is decided', () => {
    given()
      .when({ tell: 'a', now: at(0) })
      .then(sent('a'));
    given(sent('a'))
      .when({ tell: 'a', now: at(9) })
      .thenNothing();
  });

  it('gives events their time', () => {
    given(at(1, sent('a')))
      .when({ tell: 'b', now: at(5.99) })
      .thenNothing();
    given(at(1, sent('a')))
      .when({ tell: 'b', now: at(6) })
      .then(sent('b'));
  });

  it('compares a part of the data, or of the state', () => {
    const outcome = given(sent('a')).when({ tell: 'b', now: at(9) });
    outcome.thenLike({ type: 'NoticeSent', data: { text: 'b' } });
    outcome.thenState({ told: ['a', 'b'] });
    expect(() => outcome.thenLike({ type: 'NoticeSent', data: { text: 'c' } })).toThrow();
    expect(() => outcome.thenLike()).toThrow();
    expect(() => outcome.thenState({ told: ['b', 'a'] })).toThrow();
  });

  it('fails when something else, more or nothing is decided, and shows both', () => {
    const outcome = given().when({ tell: 'a', now: at(0) });
    expect(() => outcome.then(sent('b'))).toThrow(expect.objectContaining({ actual: [sent('a')], expected: [sent('b')] }));
    expect(() => outcome.then(sent('a'), sent('a'))).toThrow();
    expect(() => outcome.then()).toThrow();
    expect(() => outcome.thenNothing()).toThrow();
  });

  it('expects errors by their message, and fails without one', () => {
    given()
      .when({ tell: '', now: at(0) })
      .thenThrows(/nothing to tell/);
    const outcome = given().when({ tell: 'a', now: at(0) });
    expect(() => outcome.thenThrows(/nothing/)).toThrow(/none was thrown/);
    expect(() =>
      given()
        .when({ tell: '', now: at(0) })
        .thenThrows(/other/),
    ).toThrow();
  });

  it('refuses events that no store would take', () => {
    const invalid = { type: 'NoticeSent', data: { text: 7 } } as unknown as DomainEvent<'NoticeSent'>;
    expect(() => given(invalid)).toThrow(/causeId/);
    const careless = specOf({ ...decider, decide: () => [invalid] });
    expect(() =>
      careless
        .given()
        .when({ tell: 'a', now: at(0) })
        .then(invalid),
    ).toThrow(/causeId/);
  });
});
