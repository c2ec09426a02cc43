/** The region of an availability zone: `ap-south-1` of `ap-south-1b`. */
export function regionOf(zone: string): string {
  return zone.replace(/[a-z]$/, '');
}
