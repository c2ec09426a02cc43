export type Identity = {
  readonly clusterTag: string;
  readonly roleTag: string;
  /** The value of the role tag. */
  readonly role: string;
  readonly nodeName: string;
};

/** Tags that a launch has besides those that make a worker ours. */
const OTHER_TAGS = ['smartscale:launch', 'smartscale:operation', 'smartscale:correlation', 'smartscale:stage'];

/** How the tags in a template or a policy differ from those by which the services know a worker. Its text is JSON or YAML. */
export function identityFindings(text: string, { clusterTag, roleTag, role }: Identity): readonly string[] {
  const found = [...new Set(text.match(/smartscale:[a-z]+/g) ?? [])];
  const known = [clusterTag, roleTag, ...OTHER_TAGS];
  const roles = [...text.matchAll(new RegExp(`${roleTag}"?[:,] *(?:Value: *)?"?([a-z]+)`, 'g'))].map(([, value]) => value);
  return [
    ...found.filter((tag) => !known.includes(tag)).map((tag) => `${tag} is no tag of a worker`),
    ...[clusterTag, roleTag].filter((tag) => !found.includes(tag)).map((tag) => `${tag} is missing`),
    ...roles.filter((value) => value !== role).map((value) => `the role ${value} is not ${role}`),
  ];
}
