/** What `--help` says of a command beside its options. */
export type Page = {
  /** Lines to type, and what each is for. */
  readonly examples: readonly (readonly [line: string, what: string])[];
  /** When the exit code is 1; nothing when it never is. */
  readonly no?: string;
};

/** The commands by what somebody wants to do, in the order in which `smartscale --help` lists them. */
export const GROUPS: Readonly<Record<string, readonly string[]>> = {
  'Have a fleet:': ['up', 'run', 'console', 'exporter'],
  'Ask what happened, and why:': ['explain', 'events', 'node', 'replay', 'cost', 'report', 'forecast', 'archive'],
  'Ask what would be:': ['backtest', 'simulate'],
  'Change the rules:': ['policy', 'zone'],
  'See whether it holds:': ['doctor', 'drill', 'torture'],
  'This command line:': ['completion', 'help'],
};

const DRILL = 'something was not as expected';

/** By the words after `smartscale`. */
export const MANUAL: Readonly<Record<string, Page>> = {
  up: {
    examples: [
      ['smartscale up', 'a day of a web server, 120 times as fast as real'],
      ['smartscale up --fresh --head-start 14h', 'begin anew, in the evening of the first day'],
      ['smartscale up --trace day.csv --policy my.yaml --speed 600', 'your demand under your rules'],
    ],
    no: 'a rule was broken, or an event could not be delivered',
  },
  run: {
    examples: [
      ['smartscale run --config fleet.yaml --check', 'does everything answer?'],
      ['smartscale run --config fleet.yaml', 'look after the fleet until Ctrl-C'],
    ],
    no: 'with --check, something does not answer',
  },
  console: {
    examples: [
      ['smartscale console', 'the fleet of this machine, in a browser'],
      ['smartscale console --store dynamodb:TABLE --cluster prod --port 8080', 'a fleet in AWS, seen from here'],
    ],
  },
  exporter: {
    examples: [['smartscale exporter --port 9464', 'http://127.0.0.1:9464/metrics, until Ctrl-C']],
  },
  simulate: {
    examples: [
      ['smartscale simulate --days 2', 'two days of a web server'],
      ['smartscale simulate --trace day.csv --policy my.yaml --json', 'your demand under your rules'],
      ['smartscale simulate --days 1 --faults zone-loss,metrics-outage --seed 7', 'a bad day'],
    ],
    no: 'a rule was broken, or an event could not be delivered',
  },
  backtest: {
    examples: [
      ['smartscale backtest --trace nasa-http', 'every policy, on a week of a web server'],
      ['smartscale backtest --trace load.csv --policy thresholds --policy static-6', 'two of them, on your demand'],
    ],
  },
  torture: {
    examples: [
      ['smartscale torture --seeds 1..20', 'twenty hostile days'],
      ['smartscale torture --seed 7 --verbose', 'one of them, told line by line'],
    ],
    no: 'an invariant was broken',
  },
  events: {
    examples: [
      ['smartscale events --stream fleet --last 10', 'the last launches, joins and terminations'],
      ['smartscale events --type ScaleRefused LaunchFailed', 'what did not work'],
      ['smartscale events --from 1995-07-10T11:00 --to 1995-07-10T12:00 --json', 'an hour, for a program'],
      ['smartscale events --follow', 'what comes, as it comes'],
    ],
  },
  explain: {
    examples: [
      ['smartscale explain last', 'the last decision'],
      ['smartscale explain 1995-07-10T11:20', 'the one in force at that moment'],
    ],
  },
  replay: {
    examples: [
      ['smartscale replay', 'is every decision the same again?'],
      ['smartscale replay --policy my.yaml', 'what would another policy have decided?'],
    ],
    no: 'a decision differs from its record, or none could be decided again (not with --policy)',
  },
  node: { examples: [['smartscale node i-0123456789abcdef0', 'from launch to termination, and what it was told']] },
  'policy show': { examples: [['smartscale policy show', 'every knob, with its version']] },
  'policy diff': { examples: [['smartscale policy diff my.yaml', 'what would change']] },
  'policy apply': { examples: [['smartscale policy apply my.yaml --note "more room at noon"', 'from the next sample on']] },
  'policy shadow': {
    examples: [
      ['smartscale policy shadow my.yaml --name my', 'it decides beside the one in force, only to be watched'],
      ['smartscale policy shadow --off', 'no longer'],
    ],
  },
  'policy compare': { examples: [['smartscale policy compare', 'where the two parted']] },
  report: {
    examples: [
      ['smartscale report', 'the last week that is over, as Markdown'],
      ['smartscale report --week 2026-W47 --out week.md', 'another one, into a file'],
      ['smartscale report --from 2026-11-24 --to 2026-11-25', 'a day'],
    ],
  },
  cost: {
    examples: [
      ['smartscale cost', 'the month that the cluster is in'],
      ['smartscale cost --by zone --static 5xt3.medium', 'by zone, against five machines all the time'],
      ['smartscale cost --control-plane', 'what SmartScale itself costs'],
    ],
  },
  'cost correct': {
    examples: [
      [
        'smartscale cost correct t3a.medium ap-south-1a 0.0102 --capacity spot --from 1995-07-10',
        'rated anew from that day on',
      ],
    ],
  },
  'zone list': { examples: [['smartscale zone', 'where workers are, and where none may come']] },
  'zone shift': {
    examples: [
      ['smartscale zone shift ap-south-1a --for 2h', 'nothing new there for two hours'],
      ['smartscale zone shift ap-south-1a --drain --reason "power work"', 'its workers move, too'],
    ],
  },
  'zone restore': {
    examples: [['smartscale zone restore ap-south-1a', 'new workers may come again']],
    no: 'its own failures keep it shifted away',
  },
  'drill interrupt': { examples: [['smartscale drill interrupt', 'the oldest Spot worker']], no: DRILL },
  'drill kill-zone': { examples: [['smartscale drill kill-zone --zone ap-south-1b --for 30m', '']], no: DRILL },
  'drill metrics-outage': { examples: [['smartscale drill metrics-outage --for 10m', '']], no: DRILL },
  'drill capacity-error': { examples: [['smartscale drill capacity-error --for 20m', '']], no: DRILL },
  'drill crash': { examples: [['smartscale drill crash', 'the oldest worker goes']], no: DRILL },
  'archive ls': { examples: [['smartscale archive ls --archive smartscale-dev', 'in AWS; without, the local store']] },
  'archive inspect': { examples: [['smartscale archive inspect --archive smartscale-dev', '']] },
  'archive replay': {
    examples: [['smartscale archive replay --from 2026-11-24T08:00 --to 2026-11-24T09:00 --type ScaleDecided', '']],
  },
  doctor: {
    examples: [
      ['smartscale doctor --before --stage dev --region ap-south-1', 'an account, before deploying'],
      ['smartscale doctor --after --stage dev --region ap-south-1', 'what is deployed'],
      ['smartscale doctor --store sqlite:.smartscale/fleet.db', 'events and views alone'],
    ],
    no: 'a check failed, or a required one could not be asked',
  },
  forecast: {
    examples: [
      ['smartscale forecast', 'the coming hour'],
      ['smartscale forecast --at 1995-07-10T11:50', 'what was foreseen then'],
    ],
  },
  completion: {
    examples: [
      ['source <(smartscale completion bash)', 'in ~/.bashrc; for zsh in ~/.zshrc'],
      ['smartscale completion fish > ~/.config/fish/completions/smartscale.fish', ''],
      ['smartscale completion powershell | Out-String | Invoke-Expression', 'in $PROFILE'],
    ],
  },
};
