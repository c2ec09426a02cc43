import { failed, type Judgement, ok, unknown } from '../finding.ts';

export type FluxRepository = {
  /** Without user and password. */
  readonly url: string;
  /** What git said when it could not be read; null when it could. */
  readonly refusal: string | null;
  /** The type of the SSM parameter with Git's token; null when there is none. */
  readonly tokenType: string | null;
  readonly tokenParameter: string;
};

/** A public repository needs no token; of a private one this machine's own Git credentials may do, but not in the cluster. */
export function judgeFluxRepository({ url, refusal, tokenType, tokenParameter }: FluxRepository): Judgement {
  const put = `aws ssm put-parameter --name ${tokenParameter} --type SecureString --overwrite --value file://FILE`;
  if (tokenType !== null && tokenType !== 'SecureString') {
    return failed(`${tokenParameter} is a ${tokenType}: it could be read in the clear`, put);
  }
  const hasToken = tokenType !== null;
  if (refusal === null) return ok(`${url} can be read${hasToken ? `, and ${tokenParameter} has a token` : ' without a token'}`);
  if (hasToken) {
    return unknown(
      `${url} cannot be read from here (${refusal}); with the token in ${tokenParameter} the cluster may`,
      `git ls-remote ${url}`,
    );
  }
  return failed(
    `${url} cannot be read (${refusal}), and there is no token in ${tokenParameter}`,
    `see whether the address is right; of a private repository: ${put}`,
  );
}
