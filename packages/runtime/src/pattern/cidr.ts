import { BlockList, isIP } from 'node:net';
import { InvalidPatternError } from '../errors.ts';

/** Matches addresses inside a block such as `10.0.0.0/24` or `2001:db8::/32`; what is no address does not match. */
export function compileCidr(cidr: string, path: string): (value: string) => boolean {
  const [network = '', bits = '', ...rest] = cidr.split('/');
  const family = isIP(network);
  const prefix = /^\d{1,3}$/.test(bits) ? Number(bits) : Number.NaN;
  if (family === 0 || rest.length > 0 || !(prefix <= (family === 4 ? 32 : 128))) {
    throw new InvalidPatternError(`${path}: "${cidr}" is no CIDR block such as 10.0.0.0/24`);
  }
  const type = family === 4 ? 'ipv4' : 'ipv6';
  const block = new BlockList();
  block.addSubnet(network, prefix, type);
  return (value) => isIP(value) === family && block.check(value, type);
}
