import type { KnownBlock } from '@slack/types';

const EMOJI: Readonly<Record<string, string>> = { white_check_mark: '✅', warning: '⚠️', rotating_light: '🚨' };

/** About what people see of blocks, as lines of text: for documents and tests. */
export function rendering(blocks: readonly KnownBlock[]): string {
  return blocks.map(lineOf).join('\n\n');
}

function lineOf(block: KnownBlock): string {
  switch (block.type) {
    case 'header':
      return shown(block.text.text);
    case 'section':
      return [block.text, ...(block.fields ?? [])]
        .flatMap((text) => (text ? [shown(text.text.replace('*\n', '*  '))] : []))
        .join('\n');
    case 'actions':
      return block.elements
        .flatMap((element) => (element.type === 'button' ? [`[ ${shown(element.text.text)} ]`] : []))
        .join(' ');
    case 'context':
      return block.elements.flatMap((element) => ('text' in element ? [shown(element.text)] : [])).join(' ');
    default:
      throw new Error(`a block of type ${block.type} is not in use here`);
  }
}

function shown(text: string): string {
  const named = text.replace(/:(\w+):/g, (whole, name: string) => EMOJI[name] ?? whole);
  return named.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
