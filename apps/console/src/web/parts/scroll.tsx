import type { ComponentChildren } from 'preact';

/** A part of a panel that scrolls; it can be reached by the keyboard, as not everything in it can. */
export function Scroll({ label, children }: { readonly label: string; readonly children: ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: who has no mouse scrolls by the arrow keys, once it has the focus
    <section class="scroll" tabIndex={0} aria-label={label} data-scroll>
      {children}
    </section>
  );
}
