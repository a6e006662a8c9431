import { useEffect, useRef } from "preact/hooks";

/** The name of what was pressed in the question that is being answered, empty when it has none; null: nothing in a question. */
let pressed: string | null = null;

/** Notes what has the focus before it is disabled. Gives what brings the focus back there, if nothing else took it. */
export function noteFocus(): () => void {
  const { activeElement: active } = document;
  if (!(active instanceof HTMLElement)) return () => {};
  pressed = active.closest(".ask") === null ? null : (active.getAttribute("aria-label") ?? "");
  return () => {
    pressed = null;
    // It can take the focus again once it is drawn as it was.
    setTimeout(() => {
      if (document.activeElement === document.body) active.focus();
    });
  };
}

/**
 * For the card of a question: whoever answered the one before with the keyboard goes on here, where the same thing can be
 * pressed again (a story moved twice), else at the heading.
 */
export function useKeptFocus() {
  const card = useRef<HTMLElement>(null);
  useEffect(() => {
    if (pressed === null) return;
    const name = CSS.escape(pressed);
    pressed = null;
    const same = name === "" ? null : card.current?.querySelector<HTMLElement>(`[aria-label="${name}"]:enabled`);
    (same ?? card.current?.querySelector<HTMLElement>("h2"))?.focus();
  }, []);
  return card;
}
