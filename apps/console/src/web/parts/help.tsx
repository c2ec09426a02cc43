import { useEffect, useRef } from 'preact/hooks';
import { useCell } from '../state/cell.ts';
import { isHelpOpen, KEYS } from '../state/keys.ts';

/** The keys of the page. */
export function Help() {
  const isOpen = useCell(isHelpOpen);
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (isOpen) dialog.current?.showModal();
    else dialog.current?.close();
  }, [isOpen]);
  return (
    <dialog ref={dialog} class="help" aria-labelledby="help-title" onClose={() => isHelpOpen.set(false)}>
      <h2 id="help-title">Keys</h2>
      <dl>
        {KEYS.map(([keys, what]) => (
          <div key={keys}>
            <dt>
              <kbd>{keys}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <button type="button" onClick={() => isHelpOpen.set(false)}>
        Close
      </button>
    </dialog>
  );
}
