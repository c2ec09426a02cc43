// @ts-check
/** What npm's error codes mean here, and what to do. The first that matches tells the story. */
const EXPLANATIONS = [
  {
    codes: [
      'ENOTFOUND',
      'EAI_AGAIN',
      'ECONNREFUSED',
      'ECONNRESET',
      'ETIMEDOUT',
      'ENETUNREACH',
      'EHOSTUNREACH',
      'ERR_SOCKET_TIMEOUT',
    ],
    means:
      'The npm registry cannot be reached: check the network connection or the proxy (`npm config get proxy`), then run the same command again.',
  },
  {
    codes: ['ENOSPC', 'EDQUOT'],
    means: 'There is no room left on the disk: free about 1 GB, then run the same command again.',
  },
  {
    codes: ['EROFS', 'EACCES', 'EPERM'],
    means:
      "This folder, or npm's cache folder, cannot be written by this user: move the clone to a folder of your own or correct its owner, then run the same command again.",
  },
  {
    codes: ['EUSAGE'],
    means:
      'package.json and package-lock.json do not agree: restore both with `git checkout package.json package-lock.json`, or run `npm install` if you changed them.',
  },
  {
    codes: ['EINTEGRITY'],
    means: 'A package arrived damaged: run `npm cache clean --force`, then the same command again.',
  },
  {
    codes: ['SELF_SIGNED_CERT_IN_CHAIN', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
    means:
      "The registry's certificate is not trusted: give npm your network's certificate authority with `npm config set cafile FILE`, then run the same command again.",
  },
  {
    codes: ['E401', 'E403', 'E404'],
    means:
      'The npm registry refused a package: check which one `npm config get registry` names, then run the same command again.',
  },
];

const SHOWN_LINES = 12;

/**
 * One sentence on what went wrong and what to do, then npm's own words.
 * @param {readonly string[]} lines npm's output
 * @param {{ error: NodeJS.ErrnoException | null, logFile: string }} failure
 */
export function explainNpmFailure(lines, { error, logFile }) {
  if (error) return explainNoNpm(error);
  const complaints = lines.filter((line) => /^npm (error|ERR!)/.test(line));
  const code = codeOf(complaints);
  const known = EXPLANATIONS.find(({ codes }) => codes.includes(code));
  const means = known ? known.means : 'The dependencies could not be installed.';
  const shown = (complaints.length > 0 ? complaints : lines).slice(0, SHOWN_LINES);
  return [means, ...shown.map((line) => `  ${line}`), `All that npm said is in ${logFile}.`].join('\n');
}

/** @param {NodeJS.ErrnoException} error */
function explainNoNpm(error) {
  if (error.code === 'ENOENT') {
    return 'npm was not found: install it (it comes with Node from https://nodejs.org; `apt install npm` on Debian) and try again.';
  }
  return `npm could not be started (${error.message}): check that \`npm --version\` works here, then try again.`;
}

/** @param {readonly string[]} complaints */
function codeOf(complaints) {
  for (const line of complaints) {
    const match = /^npm (?:error|ERR!) code (\S+)/.exec(line);
    if (match?.[1]) return match[1];
  }
  return '';
}
